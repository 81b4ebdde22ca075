#include "raytracer/materials/fuzz_table.h"

#include "raytracer/core/math.h"

namespace raypool {

FuzzFit fuzzFit(float cosine, float roughness) {
    const float u = std::sqrt(clamp(cosine, 0, 1)) * (kFuzzCosines - 1), v = clamp(roughness, 0, 1) * (kFuzzRoughnesses - 1);
    const int i = u < kFuzzCosines - 1 ? static_cast<int>(u) : kFuzzCosines - 2;
    const int j = v < kFuzzRoughnesses - 1 ? static_cast<int>(v) : kFuzzRoughnesses - 2;
    const float s = u - static_cast<float>(i), t = v - static_cast<float>(j);
    const auto at = [&](int dj, int di, float weight) {
        const FuzzNode& n = kFuzzNodes[static_cast<size_t>(j + dj)][static_cast<size_t>(i + di)];
        const float w = weight * (1.0F / 65535);
        return FuzzFit{static_cast<float>(n.reflectance) * w, static_cast<float>(n.a) * w, static_cast<float>(n.minusB) * -w};
    };
    const FuzzFit f[4] = {at(0, 0, (1 - t) * (1 - s)), at(0, 1, (1 - t) * s), at(1, 0, t * (1 - s)), at(1, 1, t * s)};
    return {f[0].reflectance + f[1].reflectance + f[2].reflectance + f[3].reflectance, f[0].a + f[1].a + f[2].a + f[3].a,
            f[0].b + f[1].b + f[2].b + f[3].b};
}

}  // namespace raypool
