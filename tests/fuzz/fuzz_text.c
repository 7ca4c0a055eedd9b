/* fuzz_text.c - any bytes as plain text. */
#include "fuzz_input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_input(data, size, GZT_FORMAT_TEXT);
}
