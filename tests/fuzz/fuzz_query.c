/* fuzz_query.c - any bytes as a query: parsed, described, its fault shown.
 *
 * The first byte chooses --strict and the width of the terminal. Beyond
 * crashes it traps a fault outside the query, one that could harm a terminal,
 * and a described tree that is read as another tree.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "query/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_fault(gzt_str query, const gzt_query_fault *fault, unsigned columns,
            gzt_arena *arena)
{
    gzt_str shown = gzt_query_fault_show(query, fault, columns, arena);

    if (fault->start > fault->end || fault->end > query.len ||
        !fault->message.len)
        __builtin_trap();
    while (shown.len) {
        uint32_t code = gzt_utf8_take(&shown);

        if (code != '\n' && gzt_utf8_is_unsafe(code))
            __builtin_trap();
    }
}

// A curly quote in a word may pair with one of a phrase when written out, and
// the brackets of a tree may nest too deep to be read again.
static void
check_described(const gzt_node *tree, gzt_arena *arena)
{
    gzt_str described = gzt_node_describe(tree, arena);
    const gzt_node *again;

    if (gzt_str_find(described, GZT_S("\u201c")) < described.len ||
        gzt_query_parse(described, false, arena, &again, NULL, NULL))
        return;
    if (!gzt_str_eq(described, gzt_node_describe(again, arena)))
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gzt_str query = { (const char *)data + 1, size - 1 };
    gzt_query_fault fault = { 0 };
    const gzt_node *tree;
    gzt_arena arena;
    gzt_buf json;

    if (!size)
        return 0;
    gzt_arena_init(&arena);
    gzt_buf_init(&json, 1 << 20);
    if (gzt_query_parse(query, data[0] & 1, &arena, &tree, &fault, NULL)) {
        check_fault(query, &fault, data[0] >> 1, &arena);
    } else {
        gzt_node_json(tree, &json);
        check_described(tree, &arena);
    }
    gzt_buf_release(&json);
    gzt_arena_release(&arena);
    return 0;
}
