// The end of a layer in one go over memory, in half precision (bfloat16): see joined.py.
// Whole numbers up to 127 are exact in it.  Arrays are (takes, cells, channels); `heard` has silence before each take.
#include <cmath>
#include <cstdint>
#include <cstring>

static inline float wide(uint16_t half) {
    uint32_t bits = uint32_t(half) << 16;
    float number;
    std::memcpy(&number, &bits, 4);
    return number;
}

static inline uint16_t exact(float number) {
    uint32_t bits;
    std::memcpy(&bits, &number, 4);
    return uint16_t(bits >> 16);
}

static inline uint16_t nearest(float number) {
    uint32_t bits;
    std::memcpy(&bits, &number, 4);
    return uint16_t((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

static const float MOST = MOST_ACTIVATION;  // joined.py gives it

extern "C" {

// joined = whole(flow + said), heard = max(joined, 0); `flow` may be null.
void join(const uint16_t *flow, const uint16_t *said, uint16_t *joined, uint16_t *heard, long takes, long each, long silence) {
    for (long take = 0; take < takes; take++) {
        const uint16_t *in = flow ? flow + take * each : nullptr;
        const uint16_t *more = said + take * each;
        uint16_t *out = joined + take * each;
        uint16_t *next = heard + take * (each + silence);
        std::memset(next, 0, silence * sizeof(uint16_t));
        next += silence;
        for (long i = 0; i < each; i++) {
            float sum = wide(more[i]) + (in ? wide(in[i]) : 0.0f);
            sum = std::nearbyint(sum);
            sum = sum > MOST ? MOST : sum < -MOST ? -MOST : sum;
            out[i] = exact(sum);
            next[i] = exact(sum > 0.0f ? sum : 0.0f);
        }
    }
}

// The gradient of `flow` and of `said` from those of `joined` (may be null) and `heard`; rounding counts as no change.
void part(const uint16_t *of_joined, const uint16_t *of_heard, const uint16_t *joined, uint16_t *gradient, long takes, long each,
          long silence) {
    for (long take = 0; take < takes; take++) {
        const uint16_t *straight = of_joined ? of_joined + take * each : nullptr;
        const uint16_t *next = of_heard + take * (each + silence) + silence;
        const uint16_t *at = joined + take * each;
        uint16_t *out = gradient + take * each;
        for (long i = 0; i < each; i++) {
            float number = wide(at[i]);
            float sum = (straight ? wide(straight[i]) : 0.0f) + (number > 0.0f ? wide(next[i]) : 0.0f);
            out[i] = nearest(number < MOST && number > -MOST ? sum : 0.0f);
        }
    }
}
}
