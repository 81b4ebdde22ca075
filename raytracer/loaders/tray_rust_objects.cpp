// Objects, groups and emitters.
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/loaders/tray_rust_reader.h"

namespace raypool {
namespace {

// Of the meshes that textured disks become.
constexpr uint32_t kSectors = 256;

/// tray_rust's sphere has its poles on z and u = atan2(x, y) / 2 pi; the native one its poles on y and
/// u = 1/2 + atan2(z, x) / 2 pi. From the native one's space to the other's: a rotation.
constexpr Affine64 kSphereToTray{{0, -1, 0}, {0, 0, 1}, {-1, 0, 0}, {0, 0, 0}};

double maxLength(dvec3 v) { return std::max({std::fabs(v.x), std::fabs(v.y), std::fabs(v.z)}); }

void turn(std::vector<TransformKey>& keys, const Affine64& first) {
    if (keys.empty()) keys.push_back({});
    for (auto& key : keys) key.transform = key.transform * first;
}

/// A disk with tray_rust's coordinates: u around from +x to +y, v from 1 at the inner edge to 0 at the outer one.
MeshShape texturedDisk(double radius, double innerRadius) {
    MeshShape mesh;
    for (uint32_t i = 0; i <= kSectors; ++i) {
        const float u = static_cast<float>(i) / kSectors;
        const SinCos a = i == kSectors ? SinCos{0, 1} : sinCos(u * kTwoPi);
        for (const double r : {innerRadius, radius}) {
            mesh.positions.push_back(vec3(a.cos, a.sin, 0) * static_cast<float>(r));
            mesh.uvs.push_back({u, r == radius ? 0.0F : 1.0F});
        }
        if (i == kSectors) break;
        const uint32_t at = 2 * i;
        mesh.indices.insert(mesh.indices.end(), {at, at + 1, at + 3});
        if (innerRadius > 0) mesh.indices.insert(mesh.indices.end(), {at, at + 3, at + 2});
    }
    return mesh;
}

}  // namespace

bool TrayRustReader::isTextured(JsonId materialName) const {
    if (document_[materialName].type != JsonType::kString) return false;
    const auto found = materialNames_.find(document_.string(document_[materialName].string));
    return found != materialNames_.end() && materials_[found->second].isTextured();
}

void TrayRustReader::readObjects(JsonId list, std::vector<uint32_t>& members, const Affine64& above, uint32_t depth) {
    forEach(list, "objects", [&](JsonId node) { readObject(node, members, above, depth); });
}

void TrayRustReader::readObject(JsonId node, std::vector<uint32_t>& members, const Affine64& above, uint32_t depth) {
    if (!reader_.expectObject(node, "an object")) return;
    ObjectDesc object;
    object.place = placeOf(node);
    text(node, "name", object.name);
    bool hasPlace = false;
    object.keys = readPoses(node, hasPlace);
    if (!hasPlace) reader_.error(node, "missing field \"transform\"", "\"transform\": [] leaves the object where it is, \"keyframes\" move it");
    const auto type = kind(node, "an object", {"receiver", "emitter", "group"});
    const auto add = [&] {
        members.push_back(static_cast<uint32_t>(native_.objects.size()));
        native_.objects.push_back(std::move(object));
    };
    if (type == "group") {
        warnUnknown(node, "a group", {"name", "type", "transform", "keyframes", "objects"});
        const JsonId list = required(node, "objects");
        if (list == kNoJson) return;
        if (depth >= kMaxNesting) {
            reader_.error(node, "groups stand in each other too deep", "at most " + std::to_string(kMaxNesting) + " levels");
            return;
        }
        std::vector<std::pair<float, Affine64>> motion;
        for (const auto& key : object.keys) motion.emplace_back(key.time, key.transform);
        const Affine64 here = above * (motion.empty() ? Affine64{} : MotionTransform(motion).matrixAt(static_cast<float>(frame_.exposed())));
        // A group stands before its members, as when a native scene is read.
        const auto index = static_cast<uint32_t>(native_.objects.size());
        members.push_back(index);
        native_.objects.emplace_back();
        GroupShape group;
        readObjects(list, group.objects, here, depth + 1);
        object.shape = std::move(group);
        native_.objects[index] = std::move(object);
    } else if (type == "receiver") {
        warnUnknown(node, "a receiver", {"name", "type", "transform", "keyframes", "material", "geometry"});
        const JsonId material = required(node, "material"), geometry = required(node, "geometry");
        if (material == kNoJson || geometry == kNoJson) return;
        if (readGeometry(geometry, material, {}, false, object)) add();
    } else if (type == "emitter") {
        warnUnknown(node, "an emitter", {"name", "type", "transform", "keyframes", "material", "geometry", "emitter", "emission"});
        const auto emitter = kind(node, "emitter", {"point", "area"});
        const Rgb emission = readEmission(node);
        shines_ = true;
        if (emitter == "point") {
            std::vector<std::pair<float, Affine64>> motion;
            for (const auto& key : object.keys) motion.emplace_back(key.time, key.transform);
            PunctualLightDesc light;
            light.place = object.place;
            light.name = object.name;
            light.position = above.point(motion.empty() ? dvec3(0) : MotionTransform(motion).matrixAt(static_cast<float>(frame_.exposed())).t);
            if (!(maxLength(light.position) <= 1e9)) reader_.error(node, "the light is beyond all measure", "within 1e9 of the origin");
            const float strength = maxComponent(emission);
            light.intensity = strength;
            if (strength > 0) light.color = emission / strength;
            native_.lights.push_back(std::move(light));
        } else if (emitter == "area") {
            const JsonId material = required(node, "material"), geometry = required(node, "geometry");
            if (material == kNoJson || geometry == kNoJson) return;
            if (readGeometry(geometry, material, emission, true, object)) add();
        }
    }
}

bool TrayRustReader::readGeometry(JsonId node, JsonId materialName, Rgb emission, bool isEmitter, ObjectDesc& object) {
    if (!reader_.expectObject(node, "\"geometry\"")) return false;
    const auto type = kind(node, "a geometry", {"sphere", "disk", "plane", "rectangle", "mesh"});
    auto coordinates = TrayCoordinates::kSame;
    const bool textured = isTextured(materialName);
    const auto length = [&](std::string_view name, double least, double& out) { return number(node, name, least, 1e9, out); };
    bool good = !type.empty();
    if (type == "sphere") {
        warnUnknown(node, "a sphere", {"type", "radius"});
        SphereShape sphere;
        good = length("radius", 1e-9, sphere.radius);
        if (textured) turn(object.keys, kSphereToTray);
        object.shape = sphere;
    } else if (type == "disk") {
        warnUnknown(node, "a disk", {"type", "radius", "inner_radius"});
        DiskShape disk;
        good = allOf({length("radius", 1e-9, disk.radius), length("inner_radius", 0, disk.innerRadius)});
        if (good && disk.innerRadius >= disk.radius) {
            reader_.error(document_.member(node, "inner_radius"), "\"inner_radius\" is not smaller than \"radius\"");
            good = false;
        }
        if (textured && good) {
            object.shape = texturedDisk(disk.radius, disk.innerRadius);
        } else {
            object.shape = disk;
        }
    } else if (type == "rectangle") {
        warnUnknown(node, "a rectangle", {"type", "width", "height"});
        RectangleShape rectangle;
        good = allOf({length("width", 1e-9, rectangle.width), length("height", 1e-9, rectangle.height)});
        object.shape = rectangle;
        coordinates = TrayCoordinates::kFlipped;
    } else if (type == "plane") {
        warnUnknown(node, "a plane", {"type"});
        RectangleShape plane;
        plane.width = plane.height = 2;
        object.shape = plane;
        coordinates = TrayCoordinates::kFlipped;
    } else if (type == "mesh") {
        warnUnknown(node, "a mesh", {"type", "file", "model"});
        MeshShape mesh;
        std::string model;
        good = allOf({text(node, "file", mesh.file), text(node, "model", model)});
        // What tray_rust calls a model without a name, by its code and by its documentation.
        if (model != "unnamed_object" && model != "unnamed_model") mesh.part = model;
        object.shape = mesh;
        coordinates = TrayCoordinates::kFlipped;
    }
    if (isEmitter && (type == "mesh" || type == "plane")) {
        reader_.warn(node, "tray_rust knows no area light of this shape; here it shines");
    }
    object.material = materialFor(materialName, coordinates, emission);
    return good;
}

Rgb TrayRustReader::readEmission(JsonId object) {
    const JsonId node = required(object, "emission");
    Rgb out;
    if (node == kNoJson) return out;
    const auto& array = document_[node];
    const bool isAnimated = array.type == JsonType::kArray && array.firstChild != kNoJson && document_[array.firstChild].type == JsonType::kObject;
    if (!isAnimated) {
        color(node, "emission", out);
        return out;
    }
    std::vector<std::pair<double, Rgb>> keys;
    forEach(node, "emission", [&](JsonId key) {
        if (!reader_.expectObject(key, "a colour of an animation")) return;
        warnUnknown(key, "a colour of an animation", {"time", "color"});
        double time = 0;
        Rgb c;
        const bool hasTime = number(key, "time", -1e9, 1e9, time);
        const JsonId colorNode = required(key, "color");
        if (colorNode != kNoJson && color(colorNode, "color", c) && hasTime) keys.emplace_back(time, c);
    });
    if (keys.empty()) return out;
    std::stable_sort(keys.begin(), keys.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto at = [&](double time) {
        const auto after = std::upper_bound(keys.begin(), keys.end(), time, [](double t, const auto& k) { return t < k.first; });
        if (after == keys.begin()) return keys.front().second;
        if (after == keys.end()) return keys.back().second;
        const auto& before = *(after - 1);
        return lerp(static_cast<float>((time - before.first) / (after->first - before.first)), before.second, after->second);
    };
    // The mean while the shutter is open: exact, since it is straight between the keys.
    std::vector<double> times{frame_.open};
    for (const auto& key : keys) {
        if (key.first > frame_.open && key.first < frame_.close) times.push_back(key.first);
    }
    times.push_back(frame_.close);
    if (!(frame_.close > frame_.open)) return at(frame_.open);
    for (size_t i = 0; i + 1 < times.size(); ++i) {
        const auto share = static_cast<float>((times[i + 1] - times[i]) / (frame_.close - frame_.open));
        // The value just before a key that jumps is the line's, so the middle of the step stands for it.
        out += at((times[i] + times[i + 1]) / 2) * share;
    }
    return out;
}

}  // namespace raypool
