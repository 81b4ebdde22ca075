#include "raytracer/compile/compile_classic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <glm/geometric.hpp>
#include <numbers>

#include "raytracer/compile/classic_bvh.h"
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
        out.axisU = glm::cross(plane.normal, glm::dvec3(0, 0, 1));
        if (glm::length(out.axisU) == 0) out.axisU = glm::cross(plane.normal, glm::dvec3(0, 1, 0));
        out.axisV = glm::cross(plane.normal, out.axisU);
    }
    const ClassicMaterialDesc& material = desc.material;
    out.surface = static_cast<ClassicScene::Surface>(material.surface);
    out.texture = material.texture;
    out.color = material.color;
    out.diffuse = material.albedo / kPi;
    out.reflectivity = material.reflectivity;
    out.transparency = material.transparency;
    out.index = double{material.index};
    // Texels are at most 1.
    const float brightest = out.texture >= 0 ? 1.0F : std::max({out.color.r, out.color.g, out.color.b});
    out.maxGain = out.transparency * brightest;
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
        case ClassicScene::Surface::kRefractive:
            return within01(e.maxGain) && std::min({e.color.r, e.color.g, e.color.b, e.transparency}) >= 0 &&
                   within01(e.krOutside) && within01(e.krInside);
    }
    return false;
}

void layOutShapes(ClassicScene& scene) {
    for (size_t i = 0; i < scene.elements.size(); ++i) {
        const auto& e = scene.elements[i];
        const auto index = static_cast<double>(i);
        if (e.isSphere) {
            scene.spheres.push_back({e.position, e.radius * e.radius, index});
        } else {
            scene.planes.push_back({e.position, -e.normal, index});
        }
    }
}

void layOutLights(const SceneDesc& desc, ClassicScene& scene) {
    for (const auto& light : desc.classic.lights) {
        if (light.intensity == 0) continue;
        if (const auto* spherical = std::get_if<SphericalLightDesc>(&light.kind)) {
            scene.lights.push_back({spherical->position, false, light.color, light.intensity});
        } else {
            const auto& directional = std::get<DirectionalLightDesc>(light.kind);
            scene.lights.push_back({-directional.direction, true, light.color, light.intensity});
        }
    }
}

// --- Which elements can stand between a receiver and a light -------------------------------------------------------
// Everything here errs on the side of "can": an element is left out only where no rounding could make it a blocker.

using Light = ClassicScene::Light;

/// A shadow ray meets a plane only on its way from the visible side to the other one. It ends beside the light, by up to
/// the bias.
bool planeCanBlock(const ClassicScene::Element& plane, const Light& light, double bias) {
    const glm::dvec3 n = -plane.normal;
    if (light.directional) return !(glm::dot(n, light.v) < 0);   // a hit needs n·d > 1e-6
    const double height = glm::dot(plane.position - light.v, n);
    const double scale = glm::length(plane.position) + glm::length(light.v) + 1;
    return !(height > 1e-6 * scale + std::abs(bias));
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

ClassicScene::Occluder occluder(const ClassicScene::Element& k, const Light& light, double bias) {
    if (!k.isSphere) return {k.position, -1, -k.normal, 0};
    ClassicScene::Occluder out{k.position, k.radius * k.radius, glm::dvec3(0), -2};   // -2: ask always
    const glm::dvec3 axis = k.position - light.v;
    const double distance = glm::length(axis);
    // Shadow rays start beside the surface, so they miss the light by up to the bias.
    const double sine = (std::abs(k.radius) + 2 * std::abs(bias)) / distance;
    if (!light.directional && sine < 1) {
        out.axis = axis / distance;
        out.minCosine = std::sqrt(1 - sine * sine) - 1e-12;
    }
    return out;
}

/// With a hierarchy: it finds the spheres, so only the planes are listed, once for each light.
void layOutPlaneOccluders(ClassicScene& scene) {
    for (const auto& light : scene.lights) {
        const auto begin = static_cast<uint32_t>(scene.occluders.size());
        for (const auto& k : scene.elements) {
            if (!k.isSphere && planeCanBlock(k, light, scene.shadowBias)) scene.occluders.push_back(occluder(k, light, scene.shadowBias));
        }
        scene.occluderRanges.push_back({begin, static_cast<uint32_t>(scene.occluders.size())});
    }
}

void layOutOccluders(ClassicScene& scene) {
    for (const auto& receiver : scene.elements) {
        for (const auto& light : scene.lights) {
            const auto begin = static_cast<uint32_t>(scene.occluders.size());
            for (const auto& k : scene.elements) {
                // A sphere always asks itself: rounding makes it its own blocker at grazing angles, and the demo's
                // pictures show that.
                const bool can = !k.isSphere                             ? planeCanBlock(k, light, scene.shadowBias)
                                 : receiver.isSphere && &k != &receiver ? sphereCanBlock(k, receiver, light, scene.shadowBias)
                                                                         : true;
                if (can) scene.occluders.push_back(occluder(k, light, scene.shadowBias));
            }
            scene.occluderRanges.push_back({begin, static_cast<uint32_t>(scene.occluders.size())});
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
    for (const auto& texture : scene.classic.textures) {
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
    scene.tanHalfFov = std::tan(desc.classic.fov * (std::numbers::pi / 180) / 2);
    scene.shadowBias = desc.classic.shadowBias;
    scene.maxDepth = std::min(desc.classic.maxDepth, kMaxClassicDepth);
    if (desc.classic.maxDepth > kMaxClassicDepth) {
        warnings.push_back({.severity = Severity::kWarning,
                            .message = "\"max_recursion_depth\" is taken as " + std::to_string(kMaxClassicDepth),
                            .hint = "no deeper chain of rays is followed"});
    }
    scene.textures = std::move(textures);
    scene.bounded = true;
    for (const auto& element : desc.classic.elements) {
        scene.elements.push_back(compileElement(element));
        scene.bounded = scene.bounded && isBounded(scene.elements.back());
    }
    layOutShapes(scene);
    layOutLights(desc, scene);
    if (scene.spheres.size() >= kClassicBvhFrom) {
        buildClassicBvh(scene);
        layOutPlaneOccluders(scene);
    } else {
        layOutOccluders(scene);
    }
    return scene;
}

}  // namespace raypool
