/* impact.c - BM25's term-frequency part, quantised. */
#include "store/impact.h"

#include <math.h>

// By measurement: docs/BENCHMARKS.md.
static const double ROOM_POWER = 0.7;
static const double ROOM_SCALE = 1.0 / 11;

double
gzt_impact_room(uint64_t length)
{
    return ROOM_SCALE * pow((double)length, ROOM_POWER);
}

uint32_t
gzt_impact(uint64_t times, double room)
{
    double t = (double)times;
    double impact;

    if (!times)
        return 0;
    impact = floor(GZT_IMPACT_MAX * t / (t + room) + 0.5);
    return impact < 1 ? 1 : (uint32_t)impact;
}
