/* fuzz_warc.c - any bytes as a WARC or ARC file. */
#include "fuzz_input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_input(data, size, GZT_FORMAT_WARC);
}
