#include "raytracer/loaders/gltf/gltf_cameras.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace raypool {
namespace {

constexpr double kDegrees = 57.295779513082320877;
constexpr double kLeastConeAngle = 0.01;   // degrees

/// The axes at right angles and of unit length, z and then y kept where they can be; a mirrored camera is one again.
std::optional<Affine64> withoutScale(const Affine64& m) {
    const double z = glm::length(m.z);
    if (!(z > 0)) return {};
    Affine64 out;
    out.z = m.z / z;
    const dvec3 x = glm::cross(m.y, out.z);
    const double length = glm::length(x);
    if (!(length > 0)) return {};
    out.x = x / length;
    out.y = glm::cross(out.z, out.x);
    out.t = m.t;
    return out;
}

bool readPerspective(GltfReading& reading, JsonId id, CameraDesc& camera) {
    const JsonId p = reading.member(id, "perspective");
    const double yfov = reading.number(p, "yfov", 0) * kDegrees;
    if (!(yfov > 0 && yfov < 180)) {
        reading.reader.error(p == kNoJson ? id : p, "a perspective camera needs \"yfov\", between 0 and pi");
        return false;
    }
    camera.yfov = yfov;
    return true;
}

bool readOrthographic(GltfReading& reading, JsonId id, CameraDesc& camera) {
    const JsonId o = reading.member(id, "orthographic");
    const double ymag = std::fabs(reading.number(o, "ymag", 0)), xmag = std::fabs(reading.number(o, "xmag", 0));
    camera.type = CameraDesc::Type::kOrthographic;
    if (ymag > 0) camera.ymag = ymag;
    else if (xmag > 0) camera.xmag = xmag;
    else {
        reading.reader.error(o == kNoJson ? id : o, "an orthographic camera needs \"xmag\" and \"ymag\"");
        return false;
    }
    return true;
}

std::string nameOr(std::string name, const std::string& other) { return name.empty() ? other : name; }

}  // namespace

void readGltfCameras(GltfReading& reading, const std::vector<GltfNode>& nodes, const std::vector<uint32_t>& inScene, Model& out) {
    for (const uint32_t n : inScene) {
        const GltfNode& node = nodes[n];
        if (!node.camera) continue;
        const JsonId id = reading.items(GltfList::kCameras)[*node.camera];
        CameraDesc camera;
        camera.isDefault = false;
        const std::string type = reading.text(id, "type");
        if (type != "perspective" && type != "orthographic") {
            reading.reader.error(id, "the camera's type \"" + type + "\" is unknown", "\"perspective\" or \"orthographic\"");
            continue;
        }
        if (!(type == "perspective" ? readPerspective(reading, id, camera) : readOrthographic(reading, id, camera))) continue;
        const auto pose = withoutScale(node.world);
        if (!pose) {
            reading.reader.warn(node.id, "the camera is left out: its node has a scale of 0");
            continue;
        }
        camera.keys = {{0, *pose}};
        out.cameras.push_back(std::move(camera));
        out.cameraNames.push_back(nameOr(reading.text(id, "name"), node.name));
    }
}

void readGltfLights(GltfReading& reading, const std::vector<GltfNode>& nodes, const std::vector<uint32_t>& inScene, NativeDesc& out) {
    for (const uint32_t n : inScene) {
        const GltfNode& node = nodes[n];
        if (!node.light) continue;
        const JsonId id = reading.items(GltfList::kLights)[*node.light];
        PunctualLightDesc light;
        const std::string type = reading.text(id, "type");
        using Type = PunctualLightDesc::Type;
        if (type == "point") light.type = Type::kPoint;
        else if (type == "spot") light.type = Type::kSpot;
        else if (type == "directional") light.type = Type::kDirectional;
        else {
            reading.reader.error(id, "the light's type \"" + type + "\" is unknown", "\"point\", \"spot\" or \"directional\"");
            continue;
        }
        light.name = nameOr(reading.text(id, "name"), node.name);
        std::array<double, 3> color{1, 1, 1};
        reading.numbers(id, "color", color);
        const double intensity = reading.number(id, "intensity", 1);
        if (intensity < 0 || intensity > 1e30 || std::ranges::any_of(color, [](double c) { return c < 0 || c > 1e30; })) {
            reading.reader.warn(id, "the light is left out: its color or intensity is negative, or huge");
            continue;
        }
        light.color = {static_cast<float>(color[0]), static_cast<float>(color[1]), static_cast<float>(color[2])};
        (light.type == Type::kDirectional ? light.irradiance : light.intensity) = static_cast<float>(intensity);
        // A scale moves lights but does not change them; they shine along -z.
        light.position = node.world.t;
        const double length = glm::length(node.world.z);
        if (light.type != Type::kPoint) {
            if (!(length > 0)) {
                reading.reader.warn(node.id, "the light is left out: its node has a scale of 0");
                continue;
            }
            light.direction = node.world.z / -length;
        }
        if (light.type == Type::kSpot) {
            const JsonId spot = reading.member(id, "spot");
            const double inner = reading.number(spot, "innerConeAngle", 0) * kDegrees;
            const double outer = reading.number(spot, "outerConeAngle", 0.78539816339744831) * kDegrees;
            // The same angles twice are a spot with a sharp edge, which the specification has not, and Blender writes.
            if (!(inner >= 0 && inner <= outer && outer <= 90.0001)) {
                reading.reader.warn(spot == kNoJson ? id : spot, "a spot's cone angles are not 0 <= inner < outer <= pi / 2, and taken as the nearest ones that are");
            }
            light.outerConeAngle = static_cast<float>(std::clamp(outer, kLeastConeAngle, 90.0));
            light.innerConeAngle = std::min(static_cast<float>(std::max(inner, 0.0)), light.outerConeAngle);
        }
        out.lights.push_back(std::move(light));
    }
}

}  // namespace raypool
