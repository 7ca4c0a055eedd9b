/* mail.c - an article of an e-mail message, through GMime. */
#include "input/mail.h"

#include "base/str.h"
#include "base/utf8.h"
#include "input/charset.h"
#include "input/html.h"
#include "input/paragraphs.h"

#include <gmime/gmime.h>

enum {
    PLAIN_ENOUGH = 4 // an HTML part is better if it says so many times more
};

typedef struct parts {
    gzt_draft *draft;
    gzt_str plain, html; // in UTF-8; of all parts of the kind
    uint64_t attachments, count;
} parts;

// ---- Texts ------------------------------------------------------------------

static gzt_str
own(gzt_draft *draft, const char *text)
{
    bool mended;

    return gzt_utf8_mend(
        draft->arena,
        gzt_arena_copy(draft->arena, gzt_str_trim(gzt_str_of(text))), &mended);
}

// The bytes of a part, without its transfer encoding.
static gzt_str
decoded(gzt_draft *draft, GMimePart *part)
{
    GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
    GMimeStream *memory;
    GByteArray *bytes;
    gzt_str out = { 0 };

    if (!wrapper)
        return out;
    memory = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(wrapper, memory);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    if (bytes->len)
        out = gzt_arena_copy(draft->arena,
                             (gzt_str){ (char *)bytes->data, bytes->len });
    g_object_unref(memory);
    return out;
}

static gzt_str
part_text(gzt_draft *draft, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char *charset = g_mime_content_type_get_parameter(type, "charset");
    bool mended = false;
    gzt_str text = gzt_charset_guess(draft->arena, decoded(draft, part),
                                     gzt_str_of(charset), &mended);

    if (mended)
        gzt_draft_warn(draft, "not in the encoding that it declares, or "
                              "damaged: characters may be wrong");
    return text;
}

static void
append(gzt_draft *draft, gzt_str *all, gzt_str text)
{
    if (all->len && text.len)
        *all = gzt_arena_printf(draft->arena, "%.*s\n\n", GZT_ARG(*all));
    *all = all->len ? gzt_arena_join(draft->arena, *all, text) : text;
}

// ---- Parts ------------------------------------------------------------------

static void
take_part(parts *all, GMimePart *part)
{
    GMimeObject *object = GMIME_OBJECT(part);
    GMimeContentType *type = g_mime_object_get_content_type(object);
    const char *disposition = g_mime_object_get_disposition(object);
    bool html = g_mime_content_type_is_type(type, "text", "html");
    bool plain = g_mime_content_type_is_type(type, "text", "plain");

    if ((!html && !plain) ||
        (disposition &&
         gzt_str_eq_nocase(gzt_str_of(disposition), GZT_S("attachment")))) {
        all->attachments++;
        return;
    }
    append(all->draft, html ? &all->html : &all->plain,
           part_text(all->draft, part));
}

static void
walk(parts *all, GMimeObject *object, int depth)
{
    if (!object || ++all->count > GZT_MAIL_PARTS)
        return;
    if (GMIME_IS_PART(object)) {
        take_part(all, GMIME_PART(object));
    } else if (GMIME_IS_MULTIPART(object) && depth < GZT_MAIL_DEPTH) {
        GMimeMultipart *multi = GMIME_MULTIPART(object);

        for (int i = 0; i < g_mime_multipart_get_count(multi); i++)
            walk(all, g_mime_multipart_get_part(multi, i), depth + 1);
    } else {
        all->attachments++; // a message within the message, say
    }
}

// ---- The message ------------------------------------------------------------

static void
take_sender(gzt_draft *draft, GMimeMessage *message)
{
    InternetAddressList *from = g_mime_message_get_from(message);
    InternetAddress *first = from && internet_address_list_length(from)
                                 ? internet_address_list_get_address(from, 0)
                                 : NULL;
    const char *name = first ? internet_address_get_name(first) : NULL;

    if (first && (!name || !*name) && INTERNET_ADDRESS_IS_MAILBOX(first))
        name =
            internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first));
    if (name)
        gzt_draft_set(draft, GZT_FIELD_AUTHOR, own(draft, name));
}

// "Morning Brief <brief.example.org>": lists and newsletters have a name.
static void
take_list(gzt_draft *draft, GMimeMessage *message)
{
    const char *header =
        g_mime_object_get_header(GMIME_OBJECT(message), "List-Id");
    char *plain = header ? g_mime_utils_header_decode_text(NULL, header) : NULL;
    gzt_str text = own(draft, plain);
    size_t angle = gzt_str_find(text, GZT_S("<"));

    g_free(plain);
    if (angle)
        text.len = angle;
    text = gzt_str_trim(text);
    while (text.len && strchr("\"<", text.ptr[0]))
        text = gzt_str_slice(text, 1, text.len);
    while (text.len && strchr("\">", text.ptr[text.len - 1]))
        text.len--;
    gzt_draft_set(draft, GZT_FIELD_SOURCE, text);
}

static void
take_date(gzt_draft *draft, GMimeMessage *message)
{
    GDateTime *date = g_mime_message_get_date(message);
    GDateTime *utc = date ? g_date_time_to_utc(date) : NULL;
    char *text = utc ? g_date_time_format(utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;

    if (text)
        gzt_draft_set(draft, GZT_FIELD_DATE, own(draft, text));
    else if (g_mime_object_get_header(GMIME_OBJECT(message), "Date"))
        gzt_draft_warn(draft, "bad date");
    g_free(text);
    if (utc)
        g_date_time_unref(utc);
}

static void
take_header(gzt_draft *draft, GMimeMessage *message)
{
    gzt_draft_set(draft, GZT_FIELD_TITLE,
                  own(draft, g_mime_message_get_subject(message)));
    gzt_draft_set(draft, GZT_FIELD_ID,
                  own(draft, g_mime_message_get_message_id(message)));
    take_sender(draft, message);
    take_list(draft, message);
    take_date(draft, message);
}

// Lines were broken for a screen of 80 columns.
static gzt_str
unwrapped(gzt_draft *draft, gzt_str text)
{
    gzt_paragraphs all = gzt_paragraphs_split(draft->arena, text);

    return all.count ? gzt_paragraphs_join(draft->arena, &all) : text;
}

static void
take_body(gzt_draft *draft, GMimeMessage *message)
{
    parts all = { .draft = draft };
    gzt_str html, plain;

    walk(&all, g_mime_message_get_mime_part(message), 0);
    html = all.html.len ? gzt_html_fragment_text(draft->arena, all.html)
                        : (gzt_str){ 0 };
    plain = gzt_str_trim(all.plain);
    if (html.len && plain.len * PLAIN_ENOUGH <= html.len)
        plain = html;
    else
        plain = unwrapped(draft, plain);
    gzt_draft_set(draft, GZT_FIELD_BODY, plain);
    if (all.attachments)
        gzt_buf_printf(gzt_draft_extra(draft, GZT_S("attachments")), "%llu",
                       (unsigned long long)all.attachments);
}

void
gzt_mail_parse(gzt_draft *draft, gzt_str bytes)
{
    GMimeStream *stream;
    GMimeParser *parser;
    GMimeMessage *message;
    gzt_str from_line;

    if (gzt_str_starts(bytes, GZT_S("From "))) // it has been taken out of a box
        gzt_str_cut(&bytes, '\n', &from_line);
    stream = g_mime_stream_mem_new_with_buffer(bytes.len ? bytes.ptr : "", //
                                               bytes.len);
    parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    if (!message) {
        gzt_draft_reject(draft, "not an e-mail message");
        return;
    }
    take_header(draft, message);
    take_body(draft, message);
    g_object_unref(message);
    if (!draft->out->article.body.len && !draft->out->article.title.len)
        gzt_draft_reject(draft, "a message with neither subject nor text");
}
