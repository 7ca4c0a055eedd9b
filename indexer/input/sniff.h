/* sniff.h - what a file holds, by its first bytes, then by its name. */
#ifndef GZT_INPUT_SNIFF_H
#define GZT_INPUT_SNIFF_H

#include "input/input.h"

enum {
    GZT_SNIFF_SIZE = 8192 /**< bytes that are looked at */
};

typedef struct gzt_sniff {
    gzt_format format; /**< never AUTO */
    bool whole;        /**< the file is one record; of JSON: not lines, but one
                            value over many; of mail: not an mbox file */
    bool binary;
    bool arc;            /**< of web archives: the older kind */
    bool archive;        /**< its members are to be read, whatever `format` */
    const char *refused; /**< a sentence: why it is not to be taken for text,
                              or NULL */
} gzt_sniff;

/** Judge a file by its first bytes, `head`. `wanted` is the format the user
 *  asked for, or AUTO. */
gzt_sniff gzt_sniff_head(gzt_str head, gzt_str path, gzt_format wanted);

/** Whether `head` is enough to judge by, though more may come. */
bool gzt_sniff_enough(gzt_str head);

#endif /* GZT_INPUT_SNIFF_H */
