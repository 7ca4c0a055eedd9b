# lint.sh - what the scripts of this folder share; each begins with
# `. tests/lint/lint.sh` and is run from the top.
LC_ALL=C
export LC_ALL
lint_checks=0
lint_failures=0
lint_scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$lint_scratch"' EXIT
trap 'exit 130' INT TERM

# ok NAME / not_ok NAME: one check.
ok() {
    lint_checks=$((lint_checks + 1))
    echo "ok $lint_checks - $1"
}

not_ok() {
    lint_checks=$((lint_checks + 1))
    lint_failures=$((lint_failures + 1))
    echo "not ok $lint_checks - $1"
}

# none NAME FILE: good when FILE, the list of offenders, is empty.
none() {
    if [ -s "$2" ]; then
        not_ok "$1"
        sed 's/^/# /' "$2"
    else
        ok "$1"
    fi
}

# The last line of every script.
lint_done() {
    echo "1..$lint_checks"
    [ "$lint_failures" -eq 0 ]
}

# Every file that is, or may come to be, in the repository.
files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git -c core.quotePath=false ls-files -co --exclude-standard
    else
        find . -type f ! -path './build/*' | sed 's|^\./||'
    fi | sort -u | while IFS= read -r file; do
        [ -f "$file" ] && printf '%s\n' "$file"
    done
}

c_files() {
    files | grep -E '\.(c|h|cc)$'
}

# What goes into the library and the programs.
product_files() {
    c_files | grep -E '^(include|lib|indexer|searcher)/'
}

# The compiler's options. Those of the Makefile, less the dependency files;
# the version is a string, which does not survive the way through `make`.
cppflags() {
    for flag in ${CPPFLAGS:--Iinclude -Ilib -Iindexer -Isearcher -Ibuild/gen \
        -D_GNU_SOURCE -I/usr/include/libxml2}; do
        case $flag in
        -MMD | -MP | -DGZT_VERSION=*) ;;
        *) printf '%s ' "$flag" ;;
        esac
    done
    printf '%s' '-DGZT_VERSION="0"'
}

# makefile_value NAME: a one-line variable of the Makefile, as it stands.
makefile_value() {
    sed -n "s/^$1 = //p" Makefile | sed 's/\$([A-Z_]*)//g'
}

warnings=$(makefile_value WARNINGS)
std_c="$(makefile_value STD_C) $warnings"
std_cxx="$(makefile_value STD_CXX) $warnings"

# first_of NAME...: the first of these commands that is installed.
first_of() {
    for command in "$@"; do
        if command -v "$command" >/dev/null 2>&1; then
            echo "$command"
            return
        fi
    done
    echo "$1" # its absence then fails the check
}

# each COMMAND...: run it with every line of standard input as last argument,
# several at a time; what they say goes to standard output.
each() {
    tr '\n' '\0' | xargs -0 -r -n 1 -P "$(nproc 2>/dev/null || echo 2)" \
        "$@" 2>&1
}
