# spreads.awk - how the bytes of eight packed codes go into eight times two, for
# each of the 256 ways in which their bits can stand: the initialiser of a
# spread (trace_pack.c). 128 makes a zero.
BEGIN {
    print "{"
    for (bits = 0; bits < 256; bits++) {
        row = ""
        at = 0
        for (i = 0; i < 8; i++) {
            wide = int(bits / 2 ^ i) % 2
            row = row at ", " (wide ? at + 1 : 128) ", "
            at += 1 + wide
        }
        print "{ " row "},"
        bytes = bytes at ", "
    }
    print "}, { " bytes "}"
}
