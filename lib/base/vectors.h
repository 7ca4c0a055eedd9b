/* vectors.h - functions that are compiled twice, also for the wider vectors of
 * newer processors; which one runs is decided when the program starts. What
 * they compute is the same: no sum is taken in another order. */
#ifndef GZT_BASE_VECTORS_H
#define GZT_BASE_VECTORS_H

#include <stddef.h> // a header with nothing in it is none

// A sanitizer is not there yet when it is decided.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GZT_WATCHED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GZT_WATCHED
#endif

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(GZT_WATCHED)
#define GZT_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define GZT_VECTORS
#endif

/** Part of such a function, so that it is compiled twice as well. */
#define GZT_VECTORS_PART static inline __attribute__((always_inline))

#endif /* GZT_BASE_VECTORS_H */
