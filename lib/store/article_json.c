/* article_json.c - an article's fields as members of a JSON object. */
#include "store/article_json.h"

#include "base/str.h"

// `text` is JSON already: an object's inner members, or a whole value.
static gzt_str
members_of(gzt_str object)
{
    object = gzt_str_trim(object);
    if (object.len < 2 || object.ptr[0] != '{')
        return (gzt_str){ 0 };
    return gzt_str_trim(gzt_str_slice(object, 1, object.len - 1));
}

void
gzt_article_json(const gzt_article *a, gzt_buf *out)
{
    gzt_str extra = members_of(a->extra);

    gzt_json_field(out, "id", a->id);
    gzt_json_field(out, "title", a->title);
    gzt_json_field(out, "date", a->date);
    gzt_json_field(out, "updated", a->updated);
    gzt_json_field(out, "source", a->source);
    gzt_json_field(out, "author", a->author);
    gzt_json_field(out, "lang", a->lang);
    gzt_json_field(out, "section", a->section);
    if (a->tags.len) {
        gzt_json_key(out, "tags");
        gzt_buf_put(out, a->tags);
    }
    gzt_json_field(out, "url", a->url);
    gzt_json_field(out, "path", a->path);
    gzt_json_field(out, "body", a->body);
    if (extra.len) {
        if (out->len && out->ptr[out->len - 1] != '{')
            gzt_buf_putc(out, ',');
        gzt_buf_put(out, extra);
    }
}
