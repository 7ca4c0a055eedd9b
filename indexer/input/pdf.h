/* pdf.h - an article of a PDF file, through the program pdftotext of Poppler,
 * if it is installed. It runs in a process of its own, in its own group, with
 * limits on time and memory: what happens to it happens to nobody else. */
#ifndef GZT_INPUT_PDF_H
#define GZT_INPUT_PDF_H

#include "input/article.h"

enum {
    GZT_PDF_SECONDS = 30,
    GZT_PDF_MEMORY = 1 << 30 /**< bytes of address space */
};

/** Rejects the record if pdftotext is missing, fails, or takes too much. */
void gzt_pdf_parse(gzt_draft *draft, gzt_str bytes);

#endif /* GZT_INPUT_PDF_H */
