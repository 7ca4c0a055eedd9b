/* fuzz_markdown.c - any bytes as Markdown. */
#include "fuzz_input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_input(data, size, GZT_FORMAT_MARKDOWN);
}
