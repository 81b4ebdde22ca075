#include "raytracer/loaders/gltf/gltf_primitive.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "raytracer/loaders/gltf/gltf_accessor.h"
#include "raytracer/loaders/gltf/gltf_draco.h"

namespace raypool {
namespace {

enum class Mode : uint8_t { kPoints, kLines, kLineLoop, kLineStrip, kTriangles, kTriangleStrip, kTriangleFan };

Mode modeOf(GltfReading& reading, JsonId primitive) { return static_cast<Mode>(reading.whole(primitive, "mode", 4, 6)); }

/// Where the values of a primitive's attributes come from.
struct Source {
    GltfReading& reading;
    JsonId primitive;
    std::optional<GltfDracoMesh> draco;
    JsonId dracoAttributes = kNoJson;
    size_t first = 0, count = 0;   // the vertices that are used lie in this range
    size_t vertices = 0;           // all of them
};

std::optional<uint32_t> attributeOf(const Source& s, JsonId attributes, std::string_view name) {
    return s.reading.index(attributes, name, GltfList::kAccessors);
}

/// Numbers of an attribute in the range of vertices, `width` each; empty if it is not there.
std::vector<float> read(Source& s, JsonId attributes, const std::string& name, uint32_t width, uint32_t otherWidth = 0) {
    std::vector<float> out;
    const auto index = attributeOf(s, attributes, name);
    if (!index) return out;
    auto& reader = s.reading.reader;
    const JsonId field = s.reading.member(attributes, name);
    if (s.draco && attributes == s.reading.member(s.primitive, "attributes")) {
        if (const JsonId packed = s.reading.member(s.dracoAttributes, name); packed != kNoJson) {
            const auto found = s.draco->attributes.find(static_cast<uint32_t>(s.reading.whole(s.dracoAttributes, name, 0)));
            if (found == s.draco->attributes.end()) return out;
            if (found->second.width == width) {
                const auto from = found->second.values.begin() + static_cast<ptrdiff_t>(s.first * width);
                out.assign(from, from + static_cast<ptrdiff_t>(s.count * width));
            } else if (found->second.width == otherWidth) {
                out.assign(s.count * width, 1);
                for (size_t i = 0; i < s.count; ++i) {
                    std::copy_n(found->second.values.begin() + static_cast<ptrdiff_t>((s.first + i) * otherWidth), otherWidth,
                                out.begin() + static_cast<ptrdiff_t>(i * width));
                }
            } else {
                reader.error(field, name + " needs " + std::to_string(width) + " numbers a vertex");
            }
            return out;
        }
    }
    const auto accessor = openGltfAccessor(s.reading, *index);
    if (!accessor) return out;
    if (accessor->columns != 1 || (accessor->rows != width && accessor->rows != otherWidth)) {
        reader.error(field, name + " needs " + std::to_string(width) + (otherWidth > 0 ? " or " + std::to_string(otherWidth) : "") +
                                " numbers a vertex, accessor " + std::to_string(*index) + " has " + std::to_string(accessor->width()));
        return out;
    }
    if (accessor->count != s.vertices) {
        reader.error(field, name + " has " + std::to_string(accessor->count) + " values, and POSITION " + std::to_string(s.vertices));
        return out;
    }
    if (!s.reading.spend(uint64_t{4} * width * s.count, field)) return out;
    if (accessor->rows == width) {
        out.resize(width * s.count);
        readGltfFloats(*accessor, s.first, out);
        return out;
    }
    std::vector<float> narrow(otherWidth * s.count);
    readGltfFloats(*accessor, s.first, narrow);
    out.assign(width * s.count, 1);
    for (size_t i = 0; i < s.count; ++i) std::copy_n(narrow.data() + i * otherWidth, otherWidth, out.data() + i * width);
    return out;
}

bool isFinite(const std::vector<float>& values) {
    return std::ranges::all_of(values, [](float v) { return std::isfinite(v); });
}

template <class V>
std::vector<V> vectors(const std::vector<float>& values) {
    std::vector<V> out(values.size() * sizeof(float) / sizeof(V));
    if (!out.empty()) std::memcpy(static_cast<void*>(out.data()), values.data(), values.size() * sizeof(float));
    return out;
}

/// Values that nothing depends on for its life: what is not finite becomes 0, with a warning.
template <class V>
std::vector<V> readSoft(Source& s, JsonId attributes, const std::string& name, uint32_t width, uint32_t otherWidth = 0) {
    auto values = read(s, attributes, name, width, otherWidth);
    if (!isFinite(values)) {
        s.reading.reader.warn(s.reading.member(attributes, name), name + " holds numbers that are not finite: they count as 0");
        for (float& v : values) v = std::isfinite(v) ? v : 0;
    }
    return vectors<V>(values);
}

// --- Indices -------------------------------------------------------------------------------------------------------

std::vector<uint32_t> trianglesOf(const std::vector<uint32_t>& corners, Mode mode) {
    std::vector<uint32_t> out;
    const auto add = [&](uint32_t a, uint32_t b, uint32_t c) {
        if (a != b && b != c && c != a) out.insert(out.end(), {a, b, c});
    };
    // Specification 3.7.2.1.
    for (size_t i = 2; i < corners.size(); ++i) {
        if (mode == Mode::kTriangleFan) {
            add(corners[i - 1], corners[i], corners[0]);
        } else {
            const bool isOdd = i % 2 == 1;
            add(corners[i - 2], corners[isOdd ? i : i - 1], corners[isOdd ? i - 1 : i]);
        }
    }
    return out;
}

/// Pairs of corners; those that are the same twice are no lines.
std::vector<uint32_t> linesOf(const std::vector<uint32_t>& corners, Mode mode) {
    std::vector<uint32_t> out;
    const auto add = [&](uint32_t a, uint32_t b) {
        if (a != b) out.insert(out.end(), {a, b});
    };
    if (corners.size() < 2) return out;
    for (size_t i = 1; i < corners.size(); i += mode == Mode::kLines ? 2 : 1) add(corners[i - 1], corners[i]);
    if (mode == Mode::kLineLoop && corners.size() > 2) add(corners.back(), corners.front());
    return out;
}

std::optional<std::vector<uint32_t>> readShapes(Source& s, Mode mode) {
    auto& reading = s.reading;
    std::vector<uint32_t> corners;
    if (s.draco) {
        corners = std::move(s.draco->indices);
    } else if (reading.member(s.primitive, "indices") != kNoJson) {
        const auto index = reading.index(s.primitive, "indices", GltfList::kAccessors);
        auto found = index ? readGltfIntegers(reading, *index, 1, "indices") : std::nullopt;
        if (!found) return {};
        corners = std::move(*found);
        for (size_t i = 0; i < corners.size(); ++i) {
            if (corners[i] < s.vertices) continue;
            reading.reader.error(reading.member(s.primitive, "indices"), "index " + std::to_string(i) + " is " + std::to_string(corners[i]) +
                                                                             ", and the primitive has " + std::to_string(s.vertices) + " vertices");
            return {};
        }
    } else {
        if (!reading.spend(4 * uint64_t{s.vertices}, s.primitive)) return {};
        corners.resize(s.vertices);
        for (size_t i = 0; i < corners.size(); ++i) corners[i] = static_cast<uint32_t>(i);
    }
    if (mode == Mode::kPoints) return corners;
    if (mode < Mode::kTriangles) {
        if (mode == Mode::kLines && corners.size() % 2 != 0) {
            reading.reader.warn(s.primitive, std::to_string(corners.size()) + " ends are no whole number of lines: the last one is left out");
        }
        if (!reading.spend(8 * uint64_t{corners.size()}, s.primitive)) return {};
        return linesOf(corners, mode);
    }
    if (mode == Mode::kTriangles) {
        if (corners.size() % 3 != 0) {
            reading.reader.warn(s.primitive, std::to_string(corners.size()) + " corners are no whole number of triangles: the last ones are left out");
            corners.resize(corners.size() / 3 * 3);
        }
        return corners;
    }
    if (!reading.spend(12 * uint64_t{corners.size()}, s.primitive)) return {};
    return trianglesOf(corners, mode);
}

bool openDraco(Source& s) {
    auto& reading = s.reading;
    const JsonId packed = reading.extension(s.primitive, "KHR_draco_mesh_compression");
    if (packed == kNoJson) return true;
    if (!hasDracoDecoder()) {
        // The accessors may have the same data unpacked, where the extension is not required.
        const auto position = reading.index(reading.member(s.primitive, "attributes"), "POSITION", GltfList::kAccessors);
        if (position && reading.member(reading.items(GltfList::kAccessors)[*position], "bufferView") != kNoJson) return true;
        reading.reader.error(packed, "the mesh is compressed with Draco, which this build of Raypool can't unpack",
                             "open it in the page or with the native command line, or export it without compression or with EXT_meshopt_compression");
        return false;
    }
    const auto view = reading.index(packed, "bufferView", GltfList::kBufferViews);
    if (!view) {
        reading.reader.error(packed, "missing field \"bufferView\"");
        return false;
    }
    const auto bytes = reading.viewBytes(*view);
    if (!bytes) return false;
    s.dracoAttributes = reading.member(packed, "attributes");
    std::vector<uint32_t> ids;
    if (s.dracoAttributes != kNoJson && reading.json[s.dracoAttributes].type == JsonType::kObject) {
        for (JsonId id = reading.json[s.dracoAttributes].firstChild; id != kNoJson; id = reading.json[id].nextSibling) {
            ids.push_back(static_cast<uint32_t>(reading.whole(s.dracoAttributes, reading.json.key(id), 0)));
        }
    }
    uint64_t triangles = 0;
    if (const auto index = reading.index(s.primitive, "indices", GltfList::kAccessors)) {
        triangles = reading.whole(reading.items(GltfList::kAccessors)[*index], "count", 0) / 3;
    }
    // Corners and tables of the decoder, and what comes out of it.
    if (!reading.spend(200 * triangles + (100 + 16 * ids.size()) * s.vertices, packed)) return false;
    auto mesh = decodeGltfDraco(*bytes, ids, triangles, s.vertices);
    if (!mesh) {
        reading.reader.error(packed, "the Draco data can't be unpacked: " + mesh.error());
        return false;
    }
    s.draco = std::move(*mesh);
    s.vertices = s.draco->vertices;
    return true;
}

// --- Vertices ------------------------------------------------------------------------------------------------------

template <class V>
void pick(std::vector<V>& values, const std::vector<uint32_t>& which) {
    if (values.empty()) return;
    std::vector<V> out;
    out.reserve(which.size());
    for (const uint32_t i : which) out.push_back(values[i]);
    values = std::move(out);
}
template <class V>
void pickRows(std::vector<V>& values, const std::vector<uint32_t>& which, size_t width) {
    if (values.empty()) return;
    std::vector<V> out;
    out.reserve(which.size() * width);
    for (const uint32_t i : which) out.insert(out.end(), values.begin() + static_cast<ptrdiff_t>(i * width), values.begin() + static_cast<ptrdiff_t>((i + 1) * width));
    values = std::move(out);
}

/// Leaves out the vertices that nothing uses: primitives may share one set of many.
void dropUnused(GltfPrimitive& p) {
    MeshShape& m = p.mesh;
    std::vector<uint32_t> place(m.positions.size(), ~0U), used;
    for (const uint32_t i : m.indices) place[i] = 0;
    for (uint32_t i = 0; i < place.size(); ++i) {
        if (place[i] != 0) continue;
        place[i] = static_cast<uint32_t>(used.size());
        used.push_back(i);
    }
    if (used.size() == place.size()) return;
    for (uint32_t& i : m.indices) i = place[i];
    pick(m.positions, used), pick(m.normals, used), pick(m.tangents, used);
    pick(m.uvs, used), pick(m.uvs2, used), pick(m.colors, used);
    pickRows(p.joints, used, p.influences), pickRows(p.weights, used, p.influences);
    for (auto& t : p.targets) {
        pick(t.positions, used), pick(t.normals, used), pick(t.tangents, used);
        pick(t.uvs, used), pick(t.uvs2, used), pick(t.colors, used);
    }
}

std::string texcoords(uint32_t set) { return "TEXCOORD_" + std::to_string(set); }

void readJoints(Source& s, JsonId attributes, GltfPrimitive& p) {
    std::vector<std::vector<float>> joints, weights;
    for (uint32_t set = 0; set < 8; ++set) {   // 32 joints a vertex are more than any file has
        const std::string number = std::to_string(set);
        auto j = read(s, attributes, "JOINTS_" + number, 4), w = read(s, attributes, "WEIGHTS_" + number, 4);
        if (j.empty() || w.empty()) break;
        joints.push_back(std::move(j));
        weights.push_back(std::move(w));
    }
    p.influences = static_cast<uint32_t>(4 * joints.size());
    if (!s.reading.spend(uint64_t{8} * p.influences * s.count, p.id)) return;
    for (size_t v = 0; v < s.count; ++v) {
        for (size_t set = 0; set < joints.size(); ++set) {
            for (size_t k = 4 * v; k < 4 * v + 4; ++k) {
                const float joint = joints[set][k], weight = weights[set][k];
                p.joints.push_back(joint >= 0 && joint < 65536 ? static_cast<uint32_t>(joint) : 65536U);
                p.weights.push_back(weight > 0 && std::isfinite(weight) ? weight : 0);
            }
        }
    }
}

void readTargets(Source& s, const GltfTexcoordSets& sets, GltfPrimitive& p) {
    for (const JsonId target : s.reading.objects(p.id, "targets")) {
        if (s.reading.failed()) return;
        GltfMorphTarget t;
        t.positions = readSoft<vec3>(s, target, "POSITION", 3);
        if (!p.mesh.normals.empty()) t.normals = readSoft<vec3>(s, target, "NORMAL", 3);
        if (!p.mesh.tangents.empty()) t.tangents = readSoft<vec3>(s, target, "TANGENT", 3);
        if (!p.mesh.uvs.empty()) t.uvs = readSoft<vec2>(s, target, texcoords(sets[0]), 2);
        if (!p.mesh.uvs2.empty()) t.uvs2 = readSoft<vec2>(s, target, texcoords(sets[1]), 2);
        if (!p.mesh.colors.empty() && s.reading.member(target, "COLOR_0") != kNoJson) {
            t.colors = readSoft<glm::vec4>(s, target, "COLOR_0", 4, 3);
        }
        p.targets.push_back(std::move(t));
    }
}

}  // namespace

void mendTangents(MeshShape& mesh) {
    const bool isSound = std::ranges::all_of(mesh.tangents, [](const glm::vec4& t) {
        const float length = t.x * t.x + t.y * t.y + t.z * t.z;
        return std::isfinite(length) && length > 0;
    });
    // Without them they are made from the texture coordinates.
    if (!isSound) mesh.tangents.clear();
    for (auto& t : mesh.tangents) t.w = t.w < 0 ? -1.0F : 1.0F;
}

bool mendNormals(MeshShape& mesh) {
    const auto isDirection = [](vec3 n) {
        const float l = dot(n, n);
        return std::isfinite(l) && l > 1e-12F;
    };
    if (std::ranges::all_of(mesh.normals, isDirection)) return false;
    std::vector<vec3> around(mesh.positions.size(), vec3(0));
    for (size_t i = 0; i + 2 < mesh.indices.size(); i += 3) {
        const uint32_t* t = mesh.indices.data() + i;
        const vec3 n = cross(mesh.positions[t[1]] - mesh.positions[t[0]], mesh.positions[t[2]] - mesh.positions[t[0]]);
        for (size_t k = 0; k < 3; ++k) around[t[k]] += n;
    }
    for (size_t i = 0; i < mesh.normals.size(); ++i) {
        if (isDirection(mesh.normals[i])) continue;
        const float length = std::sqrt(dot(around[i], around[i]));
        mesh.normals[i] = length > 0 && std::isfinite(length) ? around[i] / length : vec3(0, 0, 1);
    }
    return true;
}

uint32_t materialOfGltfPrimitive(GltfReading& reading, JsonId primitive) {
    const std::string& wanted = reading.options.variant;
    if (!wanted.empty()) {
        const auto variants = reading.items(GltfList::kVariants);
        for (uint32_t v = 0; v < variants.size(); ++v) {
            if (reading.text(variants[v], "name") != wanted) continue;
            for (const JsonId mapping : reading.objects(reading.extension(primitive, "KHR_materials_variants"), "mappings")) {
                const auto of = reading.indexList(mapping, "variants", GltfList::kVariants);
                if (std::ranges::find(of, v) == of.end()) continue;
                if (const auto material = reading.index(mapping, "material", GltfList::kMaterials)) return *material;
            }
        }
    }
    return reading.index(primitive, "material", GltfList::kMaterials).value_or(static_cast<uint32_t>(reading.count(GltfList::kMaterials)));
}

GltfLook lookOfGltfPrimitive(GltfReading& reading, JsonId primitive) {
    const JsonId attributes = reading.member(primitive, "attributes");
    return {reading.member(attributes, "COLOR_0") != kNoJson,
            modeOf(reading, primitive) < Mode::kTriangles && reading.member(attributes, "NORMAL") == kNoJson};
}

std::optional<GltfPrimitive> readGltfPrimitive(GltfReading& reading, JsonId primitive, const GltfTexcoordSets& sets, bool withMorphs,
                                               bool withJoints) {
    const Mode mode = modeOf(reading, primitive);
    const JsonId attributes = reading.member(primitive, "attributes");
    const auto position = reading.index(attributes, "POSITION", GltfList::kAccessors);
    if (!position) {
        if (reading.member(attributes, "POSITION") == kNoJson) reading.reader.warn(primitive, "a primitive without POSITION is not drawn");
        return {};
    }
    GltfPrimitive p;
    p.id = primitive;
    p.form = mode == Mode::kPoints ? GltfForm::kPoints : (mode < Mode::kTriangles ? GltfForm::kLines : GltfForm::kTriangles);
    Source s{.reading = reading, .primitive = primitive, .draco = {}};
    s.vertices = static_cast<size_t>(reading.whole(reading.items(GltfList::kAccessors)[*position], "count", 0, uint64_t{1} << 31));
    if (!openDraco(s)) return {};
    auto shapes = readShapes(s, mode);
    if (!shapes || shapes->empty()) return {};
    const auto [low, high] = std::ranges::minmax(*shapes);
    s.first = low;
    s.count = size_t{high} - low + 1;
    for (uint32_t& i : *shapes) i -= low;
    MeshShape& mesh = p.mesh;
    mesh.indices = std::move(*shapes);

    const auto positions = read(s, attributes, "POSITION", 3);
    if (reading.failed()) return {};
    if (!isFinite(positions)) {
        const auto bad = std::ranges::find_if(positions, [](float v) { return !std::isfinite(v); }) - positions.begin();
        reading.reader.error(reading.member(attributes, "POSITION"), "vertex " + std::to_string(s.first + static_cast<size_t>(bad) / 3) + " is not finite");
        return {};
    }
    mesh.positions = vectors<vec3>(positions);
    if (p.form == GltfForm::kTriangles) mesh.normals = vectors<vec3>(read(s, attributes, "NORMAL", 3));
    // Tangents without normals are to be left aside (specification 3.7.2.1).
    if (!mesh.normals.empty()) mesh.tangents = vectors<glm::vec4>(read(s, attributes, "TANGENT", 4));
    mesh.uvs = readSoft<vec2>(s, attributes, texcoords(sets[0]), 2);
    mesh.uvs2 = readSoft<vec2>(s, attributes, texcoords(sets[1]), 2);
    mesh.colors = readSoft<glm::vec4>(s, attributes, "COLOR_0", 4, 3);
    for (auto& c : mesh.colors) c = glm::max(c, glm::vec4(0));
    if (withJoints) readJoints(s, attributes, p);
    if (withMorphs) readTargets(s, sets, p);
    if (reading.failed()) return {};
    dropUnused(p);
    if (mendNormals(mesh)) reading.reader.warn(reading.member(attributes, "NORMAL"), "some normals are no directions: those of the faces are taken");
    mendTangents(mesh);
    return p;
}

}  // namespace raypool
