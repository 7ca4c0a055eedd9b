/* fuzz_mail.c - any bytes as a message or an mbox file. */
#include "fuzz_input.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_input(data, size, GZT_FORMAT_MAIL);
}
