#include "raytracer/render/denoise_film.h"

namespace raypool {

DenoiseInput denoiseInput(const Frame& frame, const PixelRect& area) {
    const Film& film = frame.samples();
    DenoiseInput out;
    out.width = area.x1 - area.x0;
    out.height = area.y1 - area.y0;
    out.variance = Planes(out.width, out.height, 1);
    for (int half = 0; half < 2; ++half) out.colors[half] = out.albedos[half] = out.normals[half] = Planes(out.width, out.height, 3);
    size_t to = 0;
    for (uint32_t y = area.y0; y < area.y1; ++y) {
        for (uint32_t x = area.x0; x < area.x1; ++x, ++to) {
            const size_t pixel = frame.index(x, y);
            out.variance.data[to] = static_cast<float>(film.luminanceVariance(pixel));
            for (uint32_t half = 0; half < 2; ++half) {
                // Without samples of its own a half has those of the other one.
                const uint32_t parity = film.halfCount(pixel, half) > 0 ? half : 1 - half;
                const Rgb color = film.halfMean(pixel, parity), albedo = film.halfAlbedo(pixel, parity);
                const vec3 normal = film.halfNormal(pixel, parity);
                const float values[3][3] = {{color.r, color.g, color.b}, {albedo.r, albedo.g, albedo.b}, {normal.x, normal.y, normal.z}};
                for (uint32_t c = 0; c < 3; ++c) {
                    out.colors[half].plane(c)[to] = values[0][c];
                    out.albedos[half].plane(c)[to] = values[1][c];
                    out.normals[half].plane(c)[to] = values[2][c];
                }
            }
        }
    }
    return out;
}

}  // namespace raypool
