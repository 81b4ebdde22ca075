#include "app/cli/bench_mesh.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string_view>

#include "app/cli/files.h"

namespace raypool::cli {
namespace {

using Bytes = std::vector<uint8_t>;

template <class T>
T valueAt(const uint8_t* p) {
    T value;
    std::memcpy(&value, p, sizeof value);
    return value;
}

void addPolygon(Mesh& mesh, const std::vector<uint32_t>& corners) {
    for (size_t i = 2; i < corners.size(); ++i) {
        mesh.indices.insert(mesh.indices.end(), {corners[0], corners[i - 1], corners[i]});
    }
}

std::expected<Mesh, std::string> readTri(const Bytes& bytes) {
    if (bytes.size() < 8) return std::unexpected("is cut short");
    const size_t vertices = valueAt<uint32_t>(bytes.data()), triangles = valueAt<uint32_t>(bytes.data() + 4);
    if (bytes.size() != 8 + 12 * (vertices + triangles)) return std::unexpected("does not have the size that it says");
    Mesh mesh;
    mesh.positions.resize(vertices);
    mesh.indices.resize(3 * triangles);
    if (vertices > 0) std::memcpy(mesh.positions.data(), bytes.data() + 8, 12 * vertices);
    if (triangles > 0) std::memcpy(mesh.indices.data(), bytes.data() + 8 + 12 * vertices, 12 * triangles);
    return mesh;
}

/// Numbers out of text; `bytes` ends with a 0.
struct TextCursor {
    const char* at;

    void skipBlanks() {
        while (*at == ' ' || *at == '\t' || *at == '\r') ++at;
    }
    bool nextLine() {
        while (*at != '\n' && *at != 0) ++at;
        if (*at == 0) return false;
        ++at;
        return true;
    }
    std::string_view word() {
        skipBlanks();
        const char* from = at;
        while (*at > ' ') ++at;
        return {from, static_cast<size_t>(at - from)};
    }
    bool number(double& out) {
        char* end = nullptr;
        out = std::strtod(at, &end);
        const bool found = end != at;
        at = end;
        return found;
    }
};

std::expected<Mesh, std::string> readObj(const Bytes& bytes) {
    Mesh mesh;
    std::vector<uint32_t> corners;
    TextCursor cursor{reinterpret_cast<const char*>(bytes.data())};
    do {
        const std::string_view key = cursor.word();
        if (key == "v") {
            double x = 0, y = 0, z = 0;
            if (!cursor.number(x) || !cursor.number(y) || !cursor.number(z)) return std::unexpected("has a vertex without three numbers");
            mesh.positions.emplace_back(x, y, z);
        } else if (key == "f") {
            corners.clear();
            for (std::string_view word = cursor.word(); !word.empty(); word = cursor.word()) {
                const long index = std::strtol(word.data(), nullptr, 10);
                const long vertex = index > 0 ? index - 1 : static_cast<long>(mesh.positions.size()) + index;
                corners.push_back(static_cast<uint32_t>(vertex));
            }
            addPolygon(mesh, corners);
        }
    } while (cursor.nextLine());
    return mesh;
}

struct PlyProperty {
    std::string_view name, type, countType;   // countType: of a list
};
struct PlyElement {
    std::string_view name;
    size_t count = 0;
    std::vector<PlyProperty> properties;
};

size_t plySize(std::string_view type) {
    if (type == "char" || type == "uchar" || type == "int8" || type == "uint8") return 1;
    if (type == "short" || type == "ushort" || type == "int16" || type == "uint16") return 2;
    if (type == "double" || type == "float64") return 8;
    return 4;
}

double plyValue(std::string_view type, const uint8_t* p) {
    if (type == "char" || type == "int8") return valueAt<int8_t>(p);
    if (type == "uchar" || type == "uint8") return *p;
    if (type == "short" || type == "int16") return valueAt<int16_t>(p);
    if (type == "ushort" || type == "uint16") return valueAt<uint16_t>(p);
    if (type == "int" || type == "int32") return valueAt<int32_t>(p);
    if (type == "uint" || type == "uint32") return valueAt<uint32_t>(p);
    if (type == "double" || type == "float64") return valueAt<double>(p);
    return double{valueAt<float>(p)};
}

std::expected<Mesh, std::string> readPly(const Bytes& bytes) {
    TextCursor cursor{reinterpret_cast<const char*>(bytes.data())};
    const char* end = cursor.at + bytes.size() - 1;
    if (cursor.word() != "ply") return std::unexpected("is no PLY file");
    std::string_view format;
    std::vector<PlyElement> elements;
    while (true) {
        if (!cursor.nextLine()) return std::unexpected("has no end_header");
        const std::string_view key = cursor.word();
        if (key == "end_header") break;
        if (key == "format") format = cursor.word();
        if (key == "element") {
            elements.push_back({cursor.word(), 0, {}});
            double count = 0;
            if (!cursor.number(count) || !(count >= 0 && count < 1e9)) return std::unexpected("has an element without a number");
            elements.back().count = static_cast<size_t>(count);
        }
        if (key == "property" && !elements.empty()) {
            PlyProperty property;
            property.type = cursor.word();
            if (property.type == "list") property.countType = cursor.word(), property.type = cursor.word();
            property.name = cursor.word();
            elements.back().properties.push_back(property);
        }
    }
    cursor.nextLine();
    const bool isText = format == "ascii";
    if (!isText && format != "binary_little_endian") return std::unexpected("is neither ASCII nor little-endian");

    bool isShort = false;
    const auto read = [&](std::string_view type) {
        double value = 0;
        if (isText) {
            isShort |= !cursor.number(value);
        } else if (end - cursor.at < static_cast<ptrdiff_t>(plySize(type))) {
            isShort = true;
        } else {
            value = plyValue(type, reinterpret_cast<const uint8_t*>(cursor.at));
            cursor.at += plySize(type);
        }
        return value;
    };
    Mesh mesh;
    std::vector<uint32_t> corners;
    for (const PlyElement& element : elements) {
        for (size_t i = 0; i < element.count && !isShort; ++i) {
            vec3 p(0);
            for (const PlyProperty& property : element.properties) {
                if (property.countType.empty()) {
                    const auto value = static_cast<float>(read(property.type));
                    if (property.name == "x") p.x = value;
                    if (property.name == "y") p.y = value;
                    if (property.name == "z") p.z = value;
                    continue;
                }
                const double count = read(property.countType);
                corners.clear();
                for (double k = 0; k < count && !isShort; ++k) corners.push_back(static_cast<uint32_t>(static_cast<int64_t>(read(property.type))));
                if (element.name == "face") addPolygon(mesh, corners);
            }
            if (element.name == "vertex") mesh.positions.push_back(p);
        }
    }
    if (isShort) return std::unexpected("is cut short");
    return mesh;
}

bool endsWith(const std::string& path, std::string_view end) {
    return path.size() >= end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

std::expected<Mesh, std::string> readBareMesh(const std::string& path) {
    const bool isTri = endsWith(path, ".tri"), isObj = endsWith(path, ".obj"), isPly = endsWith(path, ".ply");
    const bool isGltf = endsWith(path, ".glb") || endsWith(path, ".gltf");
    if (!isTri && !isObj && !isPly && !isGltf) return std::unexpected(path + ": not a .tri, .obj, .ply, .glb or .gltf");
    auto bytes = readFile(path);
    if (!bytes) return std::unexpected(bytes.error());
    if (isGltf) {
        FileAssets assets(path);
        const auto model = loadGltf(path.substr(path.find_last_of('/') + 1), *bytes, assets, {});
        if (!model) return std::unexpected(toString(model.error().front(), path));
        return flatMesh(model->scene);
    }
    if (!isTri) bytes->push_back(0);
    auto mesh = isTri ? readTri(*bytes) : isObj ? readObj(*bytes) : readPly(*bytes);
    if (!mesh) return std::unexpected(path + " " + mesh.error());
    const Diagnostics wrong = validate(*mesh);
    if (!wrong.empty()) return std::unexpected(path + ": " + wrong.front().message);
    return mesh;
}

std::string writeTri(const std::string& path, const Mesh& mesh) {
    const uint32_t head[2] = {static_cast<uint32_t>(mesh.positions.size()), mesh.triangleCount()};
    Bytes bytes(8 + 12 * mesh.positions.size() + 4 * mesh.indices.size());
    std::memcpy(bytes.data(), head, 8);
    if (!mesh.positions.empty()) std::memcpy(bytes.data() + 8, mesh.positions.data(), 12 * mesh.positions.size());
    if (!mesh.indices.empty()) std::memcpy(bytes.data() + 8 + 12 * mesh.positions.size(), mesh.indices.data(), 4 * mesh.indices.size());
    return writeFile(path, bytes);
}

Mesh subdivide(const Mesh& mesh) {
    struct Edge {
        uint32_t a, b, opposite[2], uses, middle;
    };
    std::vector<Edge> edges;
    std::map<uint64_t, uint32_t> byEnds;
    std::vector<uint32_t> edgeOf(mesh.indices.size());
    for (size_t i = 0; i < mesh.indices.size(); ++i) {
        const size_t first = i / 3 * 3;
        const uint32_t a = mesh.indices[i], b = mesh.indices[first + (i + 1) % 3], c = mesh.indices[first + (i + 2) % 3];
        const auto [at, isNew] = byEnds.try_emplace(uint64_t{std::min(a, b)} << 32 | std::max(a, b), static_cast<uint32_t>(edges.size()));
        if (isNew) edges.push_back({a, b, {c, c}, 0, 0});
        Edge& edge = edges[at->second];
        if (edge.uses < 2) edge.opposite[edge.uses] = c;
        ++edge.uses;
        edgeOf[i] = at->second;
    }
    const size_t count = mesh.positions.size();
    std::vector<dvec3> around(count, dvec3(0)), border(count, dvec3(0));
    std::vector<int> neighbours(count, 0), borders(count, 0);
    Mesh out;
    out.positions.resize(count);
    for (Edge& edge : edges) {
        const dvec3 a(mesh.positions[edge.a]), b(mesh.positions[edge.b]);
        around[edge.a] += b, around[edge.b] += a;
        ++neighbours[edge.a], ++neighbours[edge.b];
        dvec3 middle = (a + b) * 0.5;
        if (edge.uses == 2) {
            middle = (a + b) * 0.375 + (dvec3(mesh.positions[edge.opposite[0]]) + dvec3(mesh.positions[edge.opposite[1]])) * 0.125;
        } else {
            border[edge.a] += b, border[edge.b] += a;
            ++borders[edge.a], ++borders[edge.b];
        }
        edge.middle = static_cast<uint32_t>(out.positions.size());
        out.positions.emplace_back(middle);
    }
    for (size_t i = 0; i < count; ++i) {
        const dvec3 p(mesh.positions[i]);
        if (borders[i] == 2) {
            out.positions[i] = vec3(p * 0.75 + border[i] * 0.125);
        } else if (borders[i] > 0 || neighbours[i] == 0) {
            out.positions[i] = mesh.positions[i];
        } else {
            const double n = neighbours[i], c = 0.375 + 0.25 * std::cos(2 * 3.14159265358979 / n);
            const double beta = (0.625 - c * c) / n;
            out.positions[i] = vec3(p * (1 - n * beta) + around[i] * beta);
        }
    }
    out.indices.reserve(mesh.indices.size() * 4);
    for (size_t i = 0; i < mesh.indices.size(); i += 3) {
        const uint32_t a = mesh.indices[i], b = mesh.indices[i + 1], c = mesh.indices[i + 2];
        const uint32_t ab = edges[edgeOf[i]].middle, bc = edges[edgeOf[i + 1]].middle, ca = edges[edgeOf[i + 2]].middle;
        out.indices.insert(out.indices.end(), {a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca});
    }
    return out;
}

Mesh inRoom(const Mesh& mesh) {
    Mesh out;
    out.indices = mesh.indices;
    const Bounds3 bounds = meshBounds(mesh);
    const vec3 size = bounds.size(), centre = bounds.centre();
    const float scale = 1.5F / maxComponent(size);
    for (const vec3 p : mesh.positions) {
        out.positions.push_back((p - vec3(centre.x, bounds.low.y, centre.z)) * scale + vec3(0, -1, 0));
    }
    const auto wall = [&](vec3 corner, vec3 a, vec3 b) {
        const auto first = static_cast<uint32_t>(out.positions.size());
        for (const vec3 p : {corner, corner + a, corner + a + b, corner + b}) out.positions.push_back(p);
        for (const uint32_t i : {0U, 1U, 2U, 0U, 2U, 3U}) out.indices.push_back(first + i);
    };
    const vec3 x(2, 0, 0), y(0, 2, 0), z(0, 0, 2);
    wall({-1, -1, -1}, z, x);
    wall({-1, 1, -1}, x, z);
    wall({-1, -1, -1}, x, y);
    wall({-1, -1, -1}, y, z);
    wall({1, -1, -1}, z, y);
    return out;
}

}  // namespace raypool::cli
