#include "raytracer/render/outline.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "raytracer/parallel/parallel_for.h"

namespace raypool {
namespace {

void append(std::string& out, double value) {
    char text[32];
    // A thousandth of a pixel is finer than any display.
    const auto end = std::to_chars(text, text + sizeof text, std::round(value * 1000) / 1000).ptr;
    out.append(text, end);
}

}  // namespace

Mask visibleMask(const RenderScene& scene, const std::vector<bool>& objects, uint32_t maxCells, ThreadPool* pool) {
    Mask out;
    if (scene.integrator == IntegratorKind::kClassic || scene.width == 0 || scene.height == 0) return out;
    if (std::none_of(objects.begin(), objects.end(), [](bool is) { return is; })) return out;
    const double pixels = double(scene.width) * scene.height;
    const double share = std::min(1.0, std::sqrt(double(maxCells) / pixels));
    out.width = std::max(1U, static_cast<uint32_t>(scene.width * share));
    out.height = std::max(1U, static_cast<uint32_t>(scene.height * share));
    out.cells.resize(size_t{out.width} * out.height);
    Camera camera = scene.camera;
    camera.lensRadius = 0;
    parallelFor(pool, out.height, [&](uint32_t y) {
        for (uint32_t x = 0; x < out.width; ++x) {
            const vec2 film{(static_cast<float>(x) + 0.5F) / static_cast<float>(out.width),
                            (static_cast<float>(y) + 0.5F) / static_cast<float>(out.height)};
            const Ray ray = cameraRay(camera, film, vec2(0.5F), 0);
            Hit hit;
            if (!scene.accel.intersect(ray, kCameraRays, hit)) continue;
            const uint32_t id = scene.surfaces[surfaceAt(scene.geometry, ray, hit).surface].objectId;
            out.cells[size_t{y} * out.width + x] = id < objects.size() && objects[id] ? 1 : 0;
        }
    });
    return out;
}

std::string outlinePath(const Mask& mask, double scaleX, double scaleY) {
    // Directions: 0 right, 1 down, 2 left, 3 up. An edge runs along the corner grid with the mask on its right.
    constexpr int kDx[] = {1, 0, -1, 0}, kDy[] = {0, 1, 0, -1};
    const auto w = static_cast<int64_t>(mask.width), h = static_cast<int64_t>(mask.height);
    const auto inside = [&](int64_t x, int64_t y) {
        return x >= 0 && y >= 0 && x < w && y < h && mask.cells[static_cast<size_t>(y * w + x)] != 0;
    };
    // Cells to the right and to the left of the edge that leaves the corner in a direction.
    constexpr int kRight[4][2] = {{0, 0}, {-1, 0}, {-1, -1}, {0, -1}}, kLeft[4][2] = {{0, -1}, {0, 0}, {-1, 0}, {-1, -1}};
    const auto isEdge = [&](int64_t x, int64_t y, int d) {
        return inside(x + kRight[d][0], y + kRight[d][1]) && !inside(x + kLeft[d][0], y + kLeft[d][1]);
    };
    std::string out;
    std::vector<uint8_t> used(mask.cells.size());   // top edges that a loop has passed: every loop has one
    for (int64_t startY = 0; startY < h; ++startY) {
        for (int64_t startX = 0; startX < w; ++startX) {
            if (!isEdge(startX, startY, 0) || used[static_cast<size_t>(startY * w + startX)] != 0) continue;
            int64_t x = startX, y = startY, fromX = x, fromY = y;
            int d = 0;
            out += 'M';
            append(out, static_cast<double>(x) * scaleX);
            out += ' ';
            append(out, static_cast<double>(y) * scaleY);
            do {
                if (d == 0) used[static_cast<size_t>(y * w + x)] = 1;
                x += kDx[d];
                y += kDy[d];
                // At a corner where two cells touch, turn right: each cell keeps a loop of its own.
                const int turns[] = {(d + 1) % 4, d, (d + 3) % 4};
                int next = d;
                for (const int turn : turns) {
                    if (isEdge(x, y, turn)) {
                        next = turn;
                        break;
                    }
                }
                const bool isOver = x == startX && y == startY && next == 0;
                if (next != d || isOver) {
                    out += d % 2 == 0 ? 'h' : 'v';
                    append(out, d % 2 == 0 ? static_cast<double>(x - fromX) * scaleX : static_cast<double>(y - fromY) * scaleY);
                    fromX = x;
                    fromY = y;
                }
                d = next;
            } while (x != startX || y != startY || d != 0);
            out += 'z';
        }
    }
    return out;
}

}  // namespace raypool
