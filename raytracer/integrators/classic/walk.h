// The walk through the tree of rays behind a pixel, for one pixel (F64x1) or two that see the same (F64x2). Both do the
// same operations in the same order, so they give the same bits.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/core/rgb_simd.h"
#include "raytracer/core/simd_f64x2.h"
#include "raytracer/integrators/classic/shade.h"
#include "raytracer/integrators/interrupt.h"

namespace raypool {

/// A mirror or glass surface whose secondary ray is being followed.
template <class F>
struct ClassicFrame {
    enum class State : uint8_t { kMirror, kGlassReflecting, kGlassTransmitting };

    RgbV base[F::kLanes];            // mirror: own share; glass: reflected share, once known
    RgbV surfaceColor[F::kLanes];    // glass
    float factor;                    // mirror: reflectivity; glass: the Fresnel factor
    float weight;                    // glass: of this surface in the pixel
    uint32_t element;
    State state;
    bool transmits;
    Vec3<F> origin, direction;       // glass: transmitted ray
};

template <class F>
struct ClassicWalk {
    Vec3<F> origin, direction;       // of the ray in hand
    float weight = 1;                // of that ray in the pixel
    uint32_t depth = 0;              // frames in use: rays behind the one in hand
    float missing = 0;               // at most so much was left out, in any channel
    RgbV value[F::kLanes];           // the result
};

enum class WalkEnd : uint8_t { kDone, kParted, kInterrupted };

/// Follows the walk to its end without recursion: a chain is as deep as the scene asks. Branches whose weight in the
/// pixel is below `cutoff` are left out and their weights added up. kParted: the lanes' rays do not do the same; the walk
/// stands at the ray in hand, for laneOf().
template <class F>
WalkEnd followClassic(const ClassicScene& scene, ClassicWalk<F>& walk, ClassicFrame<F>* frames, float cutoff,
                      Interrupt& interrupt) {
    using Frame = ClassicFrame<F>;
    constexpr int kLanes = F::kLanes;
    Vec3<F> origin = walk.origin, direction = walk.direction;
    uint32_t depth = walk.depth;
    float weight = walk.weight, missing = walk.missing;
    while (true) {
        RgbV value[kLanes];
        bool descending = false;
        if (depth < scene.maxDepth) {
            if (weight < cutoff) {
                missing += weight;
            } else {
                const auto hit = nearestClassic(scene, origin, direction);
                const auto part = [&] {
                    walk = {origin, direction, weight, depth, missing, {}};
                    return WalkEnd::kParted;
                };
                if constexpr (kLanes == 2) {
                    // A miss has an element of its own.
                    if (hit.element.lane(0) != hit.element.lane(1)) return part();
                }
                uint32_t rays = kLanes;
                if (hit.element.lane(0) >= 0) {
                    const auto index = static_cast<uint32_t>(hit.element.lane(0));
                    const auto& e = scene.elements[index];
                    const Vec3<F> point = origin + direction * hit.t;
                    const Vec3<F> normal = e.isSphere ? normalized(point - splat<F>(e.position)) : splat<F>(e.normal);
                    const Vec3<F> outside = point + normal * F(scene.shadowBias);
                    const F cosine = dot(direction, normal);
                    Frame& frame = frames[depth];
                    RgbV color[kLanes];
                    colorsAt(scene, e, point, color);
                    if (e.surface == ClassicScene::Surface::kRefractive) {
                        float kr[kLanes];
                        for (int i = 0; i < kLanes; ++i) kr[i] = reflectance(e, cosine.lane(i));
                        const bool inside = cosine.lane(0) >= 0;
                        if constexpr (kLanes == 2) {
                            // NaN parts, too: it equals nothing.
                            if (kr[0] != kr[1] || inside != (cosine.lane(1) >= 0)) return part();
                        }
                        frame.transmits = false;
                        if (kr[0] < 1.0F) {
                            const int through = transmit(e, point, direction, normal, cosine, inside, scene.shadowBias,
                                                         frame.origin, frame.direction);
                            frame.transmits = through == (1 << kLanes) - 1;
                            if (!frame.transmits && through != 0) return part();
                        }
                        frame.state = Frame::State::kGlassReflecting;
                        frame.factor = kr[0];
                        weight *= e.maxGain;
                        frame.weight = weight;
                        frame.element = index;
                        std::copy_n(color, kLanes, frame.surfaceColor);
                        weight *= kr[0];
                        descending = true;
                    } else {
                        rays += shadeDiffuse(scene, e, index, color, point, normal, outside, value);
                        if (e.surface == ClassicScene::Surface::kReflective) {
                            frame.state = Frame::State::kMirror;
                            for (int i = 0; i < kLanes; ++i) frame.base[i] = value[i] * (1.0F - e.reflectivity);
                            frame.factor = e.reflectivity;
                            weight *= e.reflectivity;
                            descending = true;
                        }
                    }
                    if (descending) {
                        direction = direction - normal * (F(2) * cosine);
                        origin = outside;
                        ++depth;
                    }
                }
                if (interrupt.tick(rays)) return WalkEnd::kInterrupted;
            }
        }
        while (!descending) {
            if (depth == 0) {
                walk.missing = missing;
                std::copy_n(value, kLanes, walk.value);
                return WalkEnd::kDone;
            }
            Frame& frame = frames[depth - 1];
            if (frame.state == Frame::State::kMirror) {
                for (int i = 0; i < kLanes; ++i) value[i] = frame.base[i] + value[i] * frame.factor;
                --depth;
                continue;
            }
            if (frame.state == Frame::State::kGlassReflecting) {
                for (int i = 0; i < kLanes; ++i) frame.base[i] = value[i] * frame.factor;
                frame.state = Frame::State::kGlassTransmitting;
                if (frame.transmits) {
                    origin = frame.origin;
                    direction = frame.direction;
                    weight = frame.weight * (1.0F - frame.factor);
                    break;   // down again, into the transmitted ray
                }
                std::fill_n(value, kLanes, RgbV{});
            }
            const float transparency = scene.elements[frame.element].transparency;
            for (int i = 0; i < kLanes; ++i) {
                const RgbV both = frame.base[i] + value[i] * (1.0F - frame.factor);
                value[i] = both * transparency * frame.surfaceColor[i];
            }
            --depth;
        }
    }
}

/// One lane of a walk that has parted, as a walk of its own; its frames are copied to `single`.
inline ClassicWalk<F64x1> laneOf(const ClassicWalk<F64x2>& pair, const ClassicFrame<F64x2>* frames, int lane,
                                 ClassicFrame<F64x1>* single) {
    for (uint32_t i = 0; i < pair.depth; ++i) {
        const auto& from = frames[i];
        single[i] = {{from.base[lane]},
                     {from.surfaceColor[lane]},
                     from.factor,
                     from.weight,
                     from.element,
                     static_cast<ClassicFrame<F64x1>::State>(from.state),
                     from.transmits,
                     from.origin.lane(lane),
                     from.direction.lane(lane)};
    }
    return {pair.origin.lane(lane), pair.direction.lane(lane), pair.weight, pair.depth, pair.missing, {}};
}

}  // namespace raypool
