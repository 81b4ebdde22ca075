#include "raytracer/scene/native_fields.h"

#include <array>
#include <cmath>
#include <numbers>

#include "raytracer/scene/field_limits.h"

namespace raypool {
namespace {

constexpr std::array<std::string_view, 10> kShapes{"sphere",   "plane", "rectangle", "disk",     "box",
                                                   "cylinder", "mesh",  "group",     "instance", "model"};
constexpr std::array<std::string_view, 3> kLights{"point", "spot", "directional"};

}  // namespace

// --- Objects -------------------------------------------------------------------------------------------------------

const TypeInfo Type<ObjectDesc>::info{"object", "an object", "One shape, what it is made of, and where it is."};
void Type<ObjectDesc>::describe(Fields& f, ObjectDesc& o) {
    if (f.reading()) o.place = f.place();
    f.string("name", o.name, "For people and tools.");
    f.oneKeyOf(kShapes, o.shape.index(), [&](size_t i) {
        Fields::atIndex(o.shape, i, [&](auto& shape) {
            using S = std::decay_t<decltype(shape)>;
            if constexpr (std::is_same_v<S, InstanceShape>) {
                f.prototype("instance", shape.prototype, "The prototype of that name, once more.");
            } else {
                f.object(kShapes[i], Fields::bodyOf(shape), Presence::kAlways, Type<S>::info.text);
            }
        });
    });
    f.reference("material", RefKind::kMaterial, o.material,
                "A material's name, or one written in place. Without it: that of the group or instance, or grey plastic.");
    f.reference("medium", RefKind::kMedium, o.medium, "What fills the body: a medium's name, or one written in place.");
    f.number("priority", o.priority, {-1000, 1000, ""}, "Where bodies overlap, the one with the highest priority is there.");
    describePoses(f, o.keys, "Where it is, in the space of its group or instance.");
    f.boolean("visible_to_camera", o.visibleToCamera, "The camera sees it.");
    f.boolean("visible_to_indirect", o.visibleToIndirect, "Light that other surfaces throw back meets it: it is in mirrors, for one.");
    f.boolean("visible_to_shadow", o.visibleToShadow, "It throws shadows.");
    const bool isBody = !std::holds_alternative<GroupShape>(o.shape) && !std::holds_alternative<InstanceShape>(o.shape) &&
                        !std::holds_alternative<ModelShape>(o.shape);
    if (f.reading() && !isBody && f.has("medium")) {
        f.problem("medium", "a group, an instance or a model has no medium of its own", "give it to the objects inside");
    }
}

const TypeInfo Type<SphereShape>::info{"sphere", "a sphere", "A ball."};
void Type<SphereShape>::describe(Fields& f, SphereShape& s) {
    f.point("center", s.center, "Its middle.");
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
}

const TypeInfo Type<PlaneShape>::info{"plane", "a plane", "A plane without end."};
void Type<PlaneShape>::describe(Fields& f, PlaneShape& s) {
    f.point("point", s.point, "A point on it.");
    f.direction("normal", s.normal, "Its front side faces this way.");
}

const TypeInfo Type<RectangleShape>::info{
    "rectangle", "a rectangle", "A rectangle; facing +z, its width is along x. It is turned to its normal the shortest way."};
void Type<RectangleShape>::describe(Fields& f, RectangleShape& s) {
    f.number("width", s.width, kPositiveLength, "Along x.");
    f.number("height", s.height, kPositiveLength, "Along y.");
    f.point("center", s.center, "Its middle.");
    f.direction("normal", s.normal, "Its front side faces this way.");
}

const TypeInfo Type<DiskShape>::info{"disk", "a disk", "A round disk, or a ring."};
void Type<DiskShape>::describe(Fields& f, DiskShape& s) {
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
    f.number("inner_radius", s.innerRadius, {0, kLargest, "m"}, "Radius of a hole in its middle.");
    f.point("center", s.center, "Its middle.");
    f.direction("normal", s.normal, "Its front side faces this way.");
    if (f.reading() && s.innerRadius >= s.radius) {
        f.problem("inner_radius", "\"inner_radius\" is not smaller than \"radius\"", "");
    }
}

const TypeInfo Type<BoxShape>::info{"box", "a box", "A box with sides along the axes."};
void Type<BoxShape>::describe(Fields& f, BoxShape& s) {
    f.point("center", s.center, "Its middle.");
    f.triple("size", s.size, TripleKind::kScale, kPositiveLength, "Its lengths along x, y and z; a single number for a cube.");
}

const TypeInfo Type<CylinderShape>::info{"cylinder", "a cylinder", "A cylinder, or a tube."};
void Type<CylinderShape>::describe(Fields& f, CylinderShape& s) {
    f.point("center", s.center, "Its middle.");
    f.direction("axis", s.axis, "Which way it stands.");
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
    f.number("height", s.height, kPositiveLength, "Its length along the axis.");
    f.boolean("capped", s.capped, "False: open at both ends.");
}

const TypeInfo Type<MeshShape>::info{"mesh", "a mesh", "Triangles, from a file or written here."};
void Type<MeshShape>::describe(Fields& f, MeshShape& m) {
    const Limits length{-kLargest, kLargest, "m"}, plain{-kLargest, kLargest, ""};
    f.string("file", m.file, "An .obj or .ply file beside the scene.");
    f.string("part", m.part, "Of the file only the object or group of this name (`o` and `g` of an .obj file).");
    f.needs("part", {"file"});
    f.array("positions", {&m.positions}, length, "The vertices: three numbers each.");
    const bool known = f.reading() && !m.positions.empty();
    const double last = known ? static_cast<double>(m.positions.size()) - 1 : kWholeMax;
    f.array("indices", {&m.indices}, {0, last, ""}, "Three vertices a triangle, counter-clockwise seen from the front.");
    f.faces("faces", m.indices, "Polygons of any number of vertices, instead of `indices`; cut into fans about their first vertex.");
    f.array("normals", {&m.normals}, plain, "For smooth shading, one a vertex.");
    f.array("uvs", {&m.uvs}, plain, "Texture coordinates, two numbers a vertex; (0, 0) is the upper left corner of a picture.");
    f.array("uvs2", {&m.uvs2}, plain, "A second set of texture coordinates.");
    f.array("tangents", {&m.tangents}, plain, "As in glTF: four numbers a vertex, the last 1 or -1.");
    f.array("colors", {&m.colors}, {0, kLargest, ""}, "Linear red, green, blue and alpha of each vertex, for textures of the type `vertex_color`.");
    f.boolean("flat", m.flat, "Leave normals aside, a file's too: every triangle is shaded flat.");
    f.exclusive({"indices", "faces"});
    for (const auto* name : {"positions", "indices", "faces", "normals", "uvs", "uvs2", "tangents", "colors"}) f.exclusive({"file", name});
    for (const auto* name : {"indices", "faces", "normals", "uvs", "uvs2", "tangents", "colors"}) f.needs(name, {"positions"});
    f.needs("positions", {"indices", "faces"});
    f.required({"file", "positions"});
    if (!f.reading()) return;
    if (f.has("file") && m.file.empty()) f.problem("file", "\"file\" is empty", "a file's name");
    const auto perVertex = [&](std::string_view name, size_t size) {
        if (size == 0 || m.positions.empty() || size == m.positions.size()) return;
        f.problem(name, "\"" + std::string(name) + "\" has " + std::to_string(size) + " rows", std::to_string(m.positions.size()) + ", one a vertex");
    };
    perVertex("normals", m.normals.size());
    perVertex("uvs", m.uvs.size());
    perVertex("uvs2", m.uvs2.size());
    perVertex("tangents", m.tangents.size());
    perVertex("colors", m.colors.size());
    for (size_t i = 0; i < m.normals.size(); ++i) {
        if (length2(m.normals[i]) > 0) continue;
        f.problem("normals", "normal " + std::to_string(i) + " has length 0", "");
        break;
    }
    for (size_t i = 0; i < m.tangents.size(); ++i) {
        if (std::fabs(m.tangents[i].w) == 1) continue;
        f.problem("tangents", "the last number of tangent " + std::to_string(i) + " must be 1 or -1", "");
        break;
    }
}

const TypeInfo Type<GroupShape>::info{"group", "a group", "Objects that share a transform."};
void Type<GroupShape>::describe(Fields& f, GroupShape& g) { f.objects("objects", g.objects, "What is in it."); }

const TypeInfo Type<InstanceShape>::info{"instance", "an instance", "A prototype once more."};
void Type<InstanceShape>::describe(Fields&, InstanceShape&) {}

const TypeInfo Type<ModelShape>::info{"model", "a model", "All that a file of glTF, OBJ or PLY holds: objects with their materials, and lights."};
void Type<ModelShape>::describe(Fields& f, ModelShape& m) {
    f.string("file", m.file, "A .glb, .gltf, .obj or .ply file beside the scene.");
    f.number("time", m.time, {0, 1e6, "s"}, "Moment of the file's animation.");
    f.string("animation", m.animation, "Name of the animation; without it, the first one.");
    f.string("variant", m.variant, "Name of a variant of the materials (KHR_materials_variants).");
    f.boolean("lights", m.lights, "The lights in the file shine.");
    f.required({"file"});
    if (f.reading() && f.has("file") && m.file.empty()) f.problem("file", "\"file\" is empty", "a file's name");
}

// --- Lights --------------------------------------------------------------------------------------------------------

const TypeInfo Type<PunctualLightDesc>::info{
    "light", "a light", "A light without a size, or one that is far away; names and units as in glTF's KHR_lights_punctual."};
void Type<PunctualLightDesc>::describe(Fields& f, PunctualLightDesc& l) {
    using T = PunctualLightDesc::Type;
    if (f.reading()) l.place = f.place();
    f.tagged("type", kLights, static_cast<size_t>(l.type), 0, [&](size_t i) {
        l.type = static_cast<T>(i);
        f.string("name", l.name, "For people and tools.");
        f.color("color", l.color, kFactor, "Factor of the light.");
        if (l.type == T::kDirectional) {
            f.number("irradiance", l.irradiance, kFactor, "Of a surface that faces it.");
            f.number("angle", l.angle, {0, 180, "degrees"}, "Its width seen from the scene; the sun's is 0.53.");
        } else {
            f.number("intensity", l.intensity, kFactor, "Radiant intensity: irradiance at a distance of one metre.");
            std::optional<double> power;
            if (l.type == T::kPoint) {
                f.number("power", power, {0, 1e10, "W"}, "All the light that it gives off, instead of `intensity`: 4 pi as much.");
                f.exclusive({"intensity", "power"});
            }
            if (power) l.intensity = static_cast<float>(*power / (4 * std::numbers::pi));
            f.point("position", l.position, "Where it is.");
        }
        if (l.type != T::kPoint) {
            f.direction("direction", l.direction, "The way the light goes.");
            // One that is unit already stays as it is, so that what is written reads back the same.
            const double n2 = glm::dot(l.direction, l.direction);
            if (f.reading() && std::fabs(n2 - 1) > 1e-14) l.direction /= std::sqrt(n2);
        }
        if (l.type == T::kSpot) {
            std::optional<dvec3> target;
            f.point("target", target, "A point that it shines at, instead of `direction`.");
            f.exclusive({"direction", "target"});
            if (target) {
                const dvec3 way = *target - l.position;
                if (!(glm::length(way) > 0)) f.problem("target", "\"target\" is where the light is", "");
                else l.direction = way / glm::length(way);
            }
            f.number("inner_cone_angle", l.innerConeAngle, {0, 90, "degrees"}, "From the axis: full light within.");
            f.number("outer_cone_angle", l.outerConeAngle, {0.01, 90, "degrees"}, "From the axis: dark outside.");
            if (f.reading() && l.innerConeAngle > l.outerConeAngle) {
                f.problem(f.has("inner_cone_angle") ? "inner_cone_angle" : "outer_cone_angle", "the inner cone is wider than the outer one",
                          "\"inner_cone_angle\" at most \"outer_cone_angle\"");
            }
        }
    }, "Which kind.");
}

}  // namespace raypool
