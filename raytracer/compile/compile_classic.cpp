#include "raytracer/compile/compile_classic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <numbers>

#include "raytracer/image/codec.h"

namespace raypool {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;   // the demo shades in single precision

/// The demo's Fresnel factor: it takes the cosine behind the surface for the one before it, so the angle cancels out.
float demoFresnel(double etaI, double etaT) {
    const double rs = (etaT - etaI) / (etaT + etaI);
    const double rp = (etaI - etaT) / (etaI + etaT);
    return static_cast<float>((rs * rs + rp * rp) / 2);
}

ClassicScene::Element compileElement(const ElementDesc& desc) {
    ClassicScene::Element out;
    if (const auto* sphere = std::get_if<SphereDesc>(&desc.shape)) {
        out.isSphere = true;
        out.position = sphere->center;
        out.radius = sphere->radius;
    } else {
        const auto& plane = std::get<PlaneDesc>(desc.shape);
        out.position = plane.origin;
        out.normal = -plane.normal;
        out.axisU = glm::cross(out.normal, glm::dvec3(0, 0, 1));
        if (glm::length(out.axisU) == 0) out.axisU = glm::cross(out.normal, glm::dvec3(0, 1, 0));
        out.axisV = glm::cross(out.normal, out.axisU);
    }
    const ClassicMaterialDesc& material = desc.material;
    out.surface = static_cast<ClassicScene::Surface>(material.surface);
    out.texture = material.texture;
    out.color = material.color;
    out.diffuse = material.albedo / kPi;
    out.reflectivity = material.reflectivity;
    out.transparency = material.transparency;
    out.index = double{material.index};
    out.krOutside = demoFresnel(1, out.index);
    out.krInside = demoFresnel(out.index, 1);
    return out;
}

bool within01(float x) { return x >= 0 && x <= 1; }

/// Can a chain through this surface only lose? Then the rest of a chain is at most its weight.
bool isBounded(const ClassicScene::Element& e) {
    switch (e.surface) {
        case ClassicScene::Surface::kDiffuse: return true;   // clamped to [0, 1]
        case ClassicScene::Surface::kReflective: return within01(e.reflectivity);
        case ClassicScene::Surface::kRefractive: {
            const float t = e.transparency;
            const bool color = e.texture >= 0 ? within01(t) : within01(e.color.r * t) && within01(e.color.g * t) &&
                                                                  within01(e.color.b * t);
            return color && within01(e.krOutside) && within01(e.krInside);
        }
    }
    return false;
}

void layOutShapes(ClassicScene& scene) {
    size_t sphereCount = 0, planeCount = 0;
    for (size_t i = 0; i < scene.elements.size(); ++i) {
        const auto& e = scene.elements[i];
        if (e.isSphere) {
            const size_t lane = sphereCount++ % 2;
            if (lane == 0) {
                auto& pair = scene.spheres.emplace_back();
                pair = {};
                pair.radius2[1] = -1;
            }
            auto& pair = scene.spheres.back();
            pair.cx[lane] = e.position.x;
            pair.cy[lane] = e.position.y;
            pair.cz[lane] = e.position.z;
            pair.radius2[lane] = e.radius * e.radius;
            pair.element[lane] = static_cast<double>(i);
        } else {
            const size_t lane = planeCount++ % 2;
            if (lane == 0) scene.planes.emplace_back() = {};
            auto& pair = scene.planes.back();
            pair.ox[lane] = e.position.x;
            pair.oy[lane] = e.position.y;
            pair.oz[lane] = e.position.z;
            pair.nx[lane] = -e.normal.x;
            pair.ny[lane] = -e.normal.y;
            pair.nz[lane] = -e.normal.z;
            pair.element[lane] = static_cast<double>(i);
        }
    }
}

void layOutLights(const SceneDesc& desc, ClassicScene& scene) {
    size_t count = 0;
    for (const auto& light : desc.lights) {
        if (light.intensity == 0) continue;
        const size_t lane = count++ % 2;
        if (lane == 0) scene.lights.emplace_back() = {};
        auto& pair = scene.lights.back();
        glm::dvec3 v(0);
        if (const auto* spherical = std::get_if<SphericalLightDesc>(&light.kind)) {
            v = spherical->position;
        } else {
            v = -std::get<DirectionalLightDesc>(light.kind).direction;
            pair.directional[lane] = 1;
            pair.anyDirectional = true;
        }
        pair.x[lane] = v.x;
        pair.y[lane] = v.y;
        pair.z[lane] = v.z;
        pair.color[lane] = light.color;
        pair.intensity[lane] = light.intensity;
        pair.used[lane] = true;
    }
}

// --- Which elements can stand between a receiver and a light -------------------------------------------------------
// Everything here errs on the side of "can": an element is left out only where no rounding could make it a blocker.

struct Light {
    glm::dvec3 v;   // position, or direction to the light
    bool directional;
};

/// A shadow ray meets a plane only on its way from the visible side to the other one.
bool planeCanBlock(const ClassicScene::Element& plane, const Light& light) {
    const glm::dvec3 n = -plane.normal;
    if (light.directional) return !(glm::dot(n, light.v) < 0);   // a hit needs n·d > 1e-6
    const double height = glm::dot(plane.position - light.v, n);
    const double scale = glm::length(plane.position) + glm::length(light.v) + 1;
    return !(height > 1e-6 * scale);
}

/// Squared distance of a point from the segment (or, for an infinite `length`, the half-line) a + t d, 0 <= t <= length.
double distance2ToRay(const glm::dvec3& p, const glm::dvec3& a, const glm::dvec3& d, double length) {
    const double t = std::clamp(glm::dot(p - a, d), 0.0, length);
    const glm::dvec3 v = p - (a + d * t);
    return glm::dot(v, v);
}

/// Can sphere k touch a shadow ray from sphere e to the light? All of those lie in the hull of sphere e and the light:
/// along the axis from the centre to the light, the hull is nowhere wider than sphere e.
bool sphereCanBlock(const ClassicScene::Element& k, const ClassicScene::Element& e, const Light& light, double bias) {
    const double radius = std::abs(e.radius) + std::abs(bias);
    glm::dvec3 axis = light.directional ? light.v : light.v - e.position;
    const double length = glm::length(axis);
    if (!(length > 0)) return true;
    axis /= length;
    const double reach = radius + std::abs(k.radius);
    const double d2 = distance2ToRay(k.position, e.position, axis, light.directional ? 1e300 : length);
    return !(d2 > reach * reach * (1 + 1e-6));
}

void layOutOccluders(ClassicScene& scene) {
    for (const auto& receiver : scene.elements) {
        for (const auto& pair : scene.lights) {
            ClassicScene::OccluderRange range{static_cast<uint32_t>(scene.occluders.size()), 0};
            for (const auto& k : scene.elements) {
                bool can = false;
                for (int lane = 0; lane < 2; ++lane) {
                    if (!pair.used[lane]) continue;
                    const Light light{{pair.x[lane], pair.y[lane], pair.z[lane]}, pair.directional[lane] != 0};
                    if (!k.isSphere) {
                        can |= planeCanBlock(k, light);
                    } else if (receiver.isSphere && &k != &receiver) {
                        can |= sphereCanBlock(k, receiver, light, scene.shadowBias);
                    } else {
                        can = true;   // itself: rounding makes it a blocker at grazing angles, and that is in the picture
                    }
                }
                if (!can) continue;
                const glm::dvec3 n = -k.normal;
                scene.occluders.push_back({k.position.x, k.position.y, k.position.z, n.x, n.y, n.z,
                                           k.isSphere ? k.radius * k.radius : -1});
            }
            range.end = static_cast<uint32_t>(scene.occluders.size());
            scene.occluderRanges.push_back(range);
        }
    }
}

}  // namespace

Result<std::vector<ClassicTexture>> compileClassicTextures(const SceneDesc& scene, AssetSource& assets) {
    // The demo's texels: (byte / 255) ^ 2.2 in single precision.
    std::array<float, 256> linear{};
    for (size_t i = 0; i < linear.size(); ++i) {
        linear[i] = static_cast<float>(std::pow(double{static_cast<float>(i) / 255.0F}, double{2.2F}));
    }
    std::vector<ClassicTexture> out;
    Diagnostics problems;
    for (const auto& texture : scene.textures) {
        auto fail = [&](const std::string& why) {
            Diagnostic problem = texture.place;
            problem.message = "texture \"" + texture.path + "\": " + why;
            problems.push_back(std::move(problem));
        };
        const auto file = assets.read(texture.path);
        if (!file) {
            fail(file.error());
            continue;
        }
        const auto image = decodeImage8(*file);
        if (!image) {
            fail(image.error());
            continue;
        }
        ClassicTexture compiled{image->width, image->height, {}};
        compiled.texels.resize(size_t{image->width} * image->height);
        for (size_t i = 0; i < compiled.texels.size(); ++i) {
            const uint8_t* p = &image->data[i * 3];
            compiled.texels[i] = {linear[p[0]], linear[p[1]], linear[p[2]]};
        }
        out.push_back(std::move(compiled));
    }
    if (!problems.empty()) return std::unexpected(std::move(problems));
    return out;
}

ClassicScene compileClassic(const SceneDesc& desc, std::vector<ClassicTexture> textures, Diagnostics& warnings) {
    ClassicScene scene;
    scene.width = desc.width;
    scene.height = desc.height;
    scene.tanHalfFov = std::tan(desc.fov * (std::numbers::pi / 180) / 2);
    scene.shadowBias = desc.shadowBias;
    scene.maxDepth = std::min(desc.maxDepth, kMaxClassicDepth);
    if (desc.maxDepth > kMaxClassicDepth) {
        warnings.push_back({.severity = Severity::kWarning,
                            .message = "\"max_recursion_depth\" is taken as " + std::to_string(kMaxClassicDepth),
                            .hint = "no deeper chain of rays is followed"});
    }
    scene.textures = std::move(textures);
    scene.bounded = true;
    for (const auto& element : desc.elements) {
        scene.elements.push_back(compileElement(element));
        scene.bounded = scene.bounded && isBounded(scene.elements.back());
    }
    layOutShapes(scene);
    layOutLights(desc, scene);
    layOutOccluders(scene);
    return scene;
}

}  // namespace raypool
