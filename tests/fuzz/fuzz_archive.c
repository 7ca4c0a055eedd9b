/* fuzz_archive.c - any bytes as a file of any kind, archives above all. */
#include "fuzz_input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_input(data, size, GZT_FORMAT_AUTO);
}
