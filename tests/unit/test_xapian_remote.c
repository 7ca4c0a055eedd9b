/* test_xapian_remote.c - the same searches over an xapian-tcpsrv on the
 * loopback interface, and what goes wrong with servers. */
#include "test_xapian.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

static int
free_port(void)
{
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof(at);
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) ||
        getsockname(fd, (struct sockaddr *)&at, &len))
        exit(1);
    close(fd);
    return ntohs(at.sin_port);
}

static char *
place_of(int port)
{
    return (char *)gzt_arena_printf(&arena, "tcp://127.0.0.1:%d", port).ptr;
}

/** The process of a server for `name`, once it answers; 0 if it never does. */
static pid_t
start_server(const char *name, int port)
{
    const char *path = scratch_path(name);
    const char *number = gzt_arena_printf(&arena, "%d", port).ptr;
    gzt_xdb *db;
    pid_t pid;

    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        // On SIGTERM it kills its whole process group: let that be its own.
        setpgid(0, 0);
        dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
        execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet", "--interface",
               "127.0.0.1", "--port", number, path, (char *)NULL);
        _exit(127);
    }
    for (int i = 0; i < 200 && waitpid(pid, NULL, WNOHANG) == 0; i++) {
        if (!gzt_xdb_open(&db, place_of(port), &err)) {
            gzt_xdb_close(db);
            return pid;
        }
        usleep(20000);
    }
    return 0;
}

static void
stop_server(pid_t pid)
{
    if (pid <= 0) // it never answered, and kill() would take that for all
        return;
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

static gzt_xdb *
open_server(int port)
{
    gzt_xdb *db = NULL;

    CHECK_OK(gzt_xdb_open(&db, place_of(port), &err));
    return db;
}

static void
test_names(void)
{
    static const char *const wrong[] = {
        "tcp://",
        "tcp://h",
        "tcp://h:",
        "tcp://:1",
        "tcp://h:0",
        "tcp://h:65536",
        "tcp://h:1x",
        "tcp://h: 1",
        "tcp://h:-1",
        "tcp://1",
        "tcp://h:99999999999999999999",
    };
    gzt_xdb *db;

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        CHECK_FAILS(gzt_xdb_open(&db, wrong[i], &err), GZT_EINVAL,
                    "tcp://host:port");
}

static void
test_no_server(void)
{
    int port = free_port();
    gzt_xdb *db;

    CHECK_FAILS(gzt_xdb_open(&db, place_of(port), &err), GZT_ENETWORK,
                "refused");
    CHECK_FAILS(gzt_xdb_open(&db, "tcp://[::1]:1", &err), GZT_ENETWORK, "::1");
    CHECK_FAILS(gzt_xdb_open(&db, "tcp://no-such-host.invalid:1", &err),
                GZT_ENETWORK, "no-such-host.invalid");
    write_text(scratch_path("remote"),
               gzt_arena_printf(&arena, "remote 127.0.0.1:%d\n", port).ptr);
    CHECK_FAILS(gzt_xdb_open(&db, scratch_path("remote"), &err), GZT_ENETWORK,
                "127.0.0.1");
}

static void
test_reading(gzt_xdb *db)
{
    gzt_xstats stats;
    gzt_xterm *terms;
    uint32_t *docids;
    uint32_t documents, length;
    size_t count;
    gzt_str s, t;

    CHECK_OK(gzt_xdb_stats(db, &stats, &err));
    CHECK(stats.documents == 6 && stats.shards == 1);
    CHECK_OK(gzt_xdb_freqs(db, GZT_S("talks"), &documents, NULL, &err));
    CHECK(documents == 3);
    CHECK_OK(gzt_xdb_metadata(db, GZT_S("lang"), &arena, &s, &err));
    CHECK_STR(s, "en");
    CHECK_OK(
        gzt_xdb_terms(db, GZT_S("t"), 2, &arena, &terms, &count, NULL, &err));
    CHECK(count == 2 && terms[0].freq == 3);
    CHECK_OK(gzt_xdb_postings(db, GZT_S("open"), 2, 9, &arena, &docids, &count,
                              &err));
    CHECK(count == 3 && docids[0] == 3);
    CHECK_OK(gzt_xdb_doc_terms(db, 3, GZT_S("t"), true, &arena, &terms, &count,
                               &err));
    CHECK(count == 2 && terms[0].wdf == 2 && terms[0].freq == 3);
    CHECK_OK(gzt_xdb_doc_data(db, 4, &arena, &s, &err));
    CHECK_STR(s, "<markets open lower>");
    CHECK_OK(gzt_xdb_doc_value(db, 4, SOURCE, &arena, &s, &err));
    CHECK_STR(s, "ap");
    CHECK_OK(gzt_xdb_doc_length(db, 3, &length, &err));
    CHECK(length == 6);
    CHECK_OK(gzt_xdb_value_bounds(db, DATE, &arena, &s, &t, &err));
    CHECK_STR(t, "2014-06-01");
    CHECK_FAILS(gzt_xdb_doc_data(db, 99, &arena, &s, &err), GZT_ENOTFOUND,
                "tcp://");
}

static void
test_searching(gzt_xdb *db)
{
    const uint32_t docids[] = { 1, 4, 6 };
    gzt_str *values;
    gzt_xquery *prefix = q_new(GZT_XPREFIX);
    gzt_xrequest request = request_for(q_term("treaty"));
    gzt_xresult result;

    prefix->term = GZT_S("fa");
    CHECK_STR(find(db, prefix), "2 5");
    CHECK_STR(run(db, &request), "6 1 2 5 3");
    request.sort = GZT_XSORT_VALUE;
    request.sort_slot = DATE;
    CHECK_STR(run(db, &request), "5 1 2 3 6");
    request.scheme = GZT_XTFIDF;
    request.normalizations = "ntn";
    request.collapse_slot = SOURCE;
    CHECK_OK(gzt_xdb_search(db, &request, &arena, &result, &err));
    CHECK(result.count == 2);
    CHECK_OK(gzt_xdb_values_of(db, SOURCE, docids, 3, &arena, &values, &err));
    CHECK_STR(values[2], "reuters");
}

static void
test_impossible(gzt_xdb *db)
{
    const gzt_trace_pattern *must = phrase("treaty", "talks");
    gzt_xrequest request = request_for(q_phrase("treaty", "talks"));
    gzt_xresult result;

    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err),
                GZT_EUNSUPPORTED, "server cannot match traces");
    request = request_for(q_term("treaty"));
    request.must = &must;
    request.must_count = 1;
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err),
                GZT_EUNSUPPORTED, "remote");
    // The connection is as good as before.
    request.must_count = 0;
    CHECK_STR(run(db, &request), "6 1 2 5 3");
}

static void
test_mixed(gzt_xdb *server)
{
    gzt_xdb *local = open_reader("one");
    gzt_xdb *parts[] = { local, server };
    gzt_xdb *all;
    gzt_xrequest request = request_for(q_term("lower"));

    CHECK_OK(gzt_xdb_join(&all, parts, 2, &err));
    CHECK_STR(run(all, &request), "7 8");
    gzt_xdb_close(all);
    gzt_xdb_close(local);
}

// A server whose index was changed under it says so by its own exception.
static void
test_modified(void)
{
    gzt_xwriter *writer = open_writer("modified");
    gzt_xrequest request = request_for(q_term("treaty"));
    gzt_xresult result;
    int port = free_port();
    gzt_xdb *db;
    pid_t pid;

    for (int i = 0; i < 300; i++)
        add(writer, gzt_arena_printf(&arena, "%d", i).ptr, "treaty talks",
            "2014", "afp");
    CHECK_OK(gzt_xwriter_commit(writer, &err));
    pid = start_server("modified", port);
    db = open_server(port);
    for (int i = 0; i < 300; i++) {
        add(writer, gzt_arena_printf(&arena, "%d", i).ptr, "treaty fails",
            "2015", "ap");
        if (i % 50 == 49)
            CHECK_OK(gzt_xwriter_commit(writer, &err));
    }
    CHECK_FAILS(gzt_xdb_search(db, &request, &arena, &result, &err),
                GZT_EMODIFIED, "changed");
    gzt_xdb_close(db);
    stop_server(pid);
    CHECK_OK(gzt_xwriter_close(writer, &err));
}

static void
test_server(void)
{
    int port = free_port();
    pid_t pid = start_server("one", port);
    uint32_t documents;
    gzt_xdb *db;

    if (!CHECK(pid > 0))
        return;
    db = open_server(port);
    test_reading(db);
    test_searching(db);
    test_impossible(db);
    test_mixed(db);
    stop_server(pid);
    CHECK_FAILS(gzt_xdb_freqs(db, GZT_S("talks"), &documents, NULL, &err),
                GZT_ENETWORK, "does not answer");
    gzt_xdb_close(db);
}

static void
test_lost_server(void)
{
    int port = free_port(), ready[2], fd;
    gzt_xdb *db;
    pid_t pid;
    struct sockaddr_in at = { .sin_family = AF_INET,
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
                              .sin_port = htons((uint16_t)port) };

    // One that is no Xapian server: it says a word and hangs up.
    if (pipe(ready))
        exit(1);
    fflush(stdout);
    pid = fork();
    if (pid == 0) {
        fd = socket(AF_INET, SOCK_STREAM, 0);
        _exit(bind(fd, (struct sockaddr *)&at, sizeof(at)) || listen(fd, 1) ||
              write(ready[1], "x", 1) < 0 ||
              (fd = accept(fd, NULL, NULL)) < 0 ||
              write(fd, "HTTP/1.0 400 What?\r\n", 20) < 0);
    }
    close(ready[1]);
    CHECK(read(ready[0], &fd, 1) == 1);
    close(ready[0]);
    CHECK_FAILS(gzt_xdb_open(&db, place_of(port), &err), GZT_ENETWORK,
                "does not answer");
    waitpid(pid, NULL, 0);
}

static bool
has_server_program(void)
{
    return system("command -v xapian-tcpsrv >/dev/null 2>&1") == 0;
}

int
main(void)
{
    scratch_init();
    make_index("one");
    test_names();
    test_no_server();
    test_lost_server();
    if (has_server_program()) {
        test_server();
        test_modified();
    } else {
        printf("ok %d # skip xapian-tcpsrv is not installed (xapian-tools)\n",
               ++tap_checks);
    }
    scratch_release();
    return tap_done();
}
