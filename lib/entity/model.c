/* model.c - looking things up in the model. */
#include "entity/model.h"

#include "base/str.h"

#include <string.h>

extern const char gzt_embedded_tagger[];
extern const char gzt_embedded_tagger_end[];

bool
gzt_model_open(gzt_model *out, gzt_str image)
{
    const gzt_model_header *header = (const void *)image.ptr;
    size_t size = sizeof(*header);

    if (image.len < size || memcmp(header->magic, "GZTTAG\0", 8) ||
        header->version != GZT_MODEL_VERSION || header->size != image.len ||
        !header->words || header->words & (header->words - 1) ||
        header->rows < 2 || header->rows & (header->rows - 1))
        return false;
    size += (size_t)header->words * sizeof(gzt_model_word);
    size += (size_t)header->rows * (sizeof(uint16_t) + sizeof(gzt_model_row));
    if (size != image.len)
        return false;
    out->header = header;
    out->words = (const void *)(header + 1);
    out->checks = (const void *)(out->words + header->words);
    out->rows = (const void *)(out->checks + header->rows);
    return true;
}

bool
gzt_model_builtin(gzt_model *out)
{
    return gzt_model_open(
        out, (gzt_str){ gzt_embedded_tagger, (size_t)(gzt_embedded_tagger_end -
                                                      gzt_embedded_tagger) });
}

gzt_str
gzt_word_form(gzt_str folded, uint8_t shape)
{
    if (shape != GZT_SHAPE_NUMBER)
        return folded;
    return gzt_str_slice(GZT_S("################"), 0,
                         folded.len < 16 ? folded.len : 16);
}

uint64_t
gzt_word_key(gzt_str folded, uint8_t shape)
{
    // Initials and acronyms are one case, as are Mac and McX.
    uint64_t seed = shape == GZT_SHAPE_INITIAL ? GZT_SHAPE_UPPER
                    : shape == GZT_SHAPE_MIXED ? GZT_SHAPE_CAPITAL
                                               : shape;

    return gzt_str_hash(gzt_word_form(folded, shape), seed);
}

const gzt_model_word *
gzt_model_word_find(const gzt_model *model, uint64_t key)
{
    uint32_t mask = model->header->words - 1, at = (uint32_t)key & mask;
    uint32_t check = (uint32_t)(key >> 32) | 1;

    while (model->words[at].check && model->words[at].check != check)
        at = (at + 1) & mask;
    return model->words[at].check ? &model->words[at] : NULL;
}
