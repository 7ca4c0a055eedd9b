/* embed.S - a file's bytes as read-only data of the program, from NAME to
 * NAME_end: mapped with it, and shared by all that run it. The Makefile gives
 * NAME and FILE. */
    .section .rodata
    .balign 64
    .globl NAME
    .globl NAME_END
NAME:
    .incbin FILE
NAME_END:
    .section .note.GNU-stack,"",%progbits
