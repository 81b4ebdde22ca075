// What a scene in Raypool's own format says. Names, units, ranges and defaults of the fields are described in
// native_fields.cpp, which the reader, the writer, the schema and the reference are made from. Lengths are metres,
// angles degrees, colours linear Rec. 709, time in units of the shutter's own. Right-handed, Y up.
#pragma once
#include <array>
#include <cstdint>
#include <glm/vec4.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "raytracer/core/result.h"
#include "raytracer/core/rgb.h"
#include "raytracer/core/transform.h"
#include "raytracer/core/vec.h"

namespace raypool {

/// Where something stands in the text, for what later stages have to say of it. Any two are equal, so that two
/// descriptions are compared by what they say.
struct Place {
    Diagnostic at;   // without a message

    Diagnostic problem(std::string message, std::string hint = {}) const {
        Diagnostic out = at;
        out.message = std::move(message);
        out.hint = std::move(hint);
        return out;
    }
    friend bool operator==(const Place&, const Place&) { return true; }
};

// --- Settings ------------------------------------------------------------------------------------------------------

enum class SamplingMode : uint8_t { kMis, kLight, kBsdf };
enum class SamplerChoice : uint8_t { kSobol, kIndependent };
enum class LightChoice : uint8_t { kTree, kPower, kUniform };
/// How well trees over meshes are built; pictures are the same.
enum class BvhBuild : uint8_t { kDefault, kHigh };
inline constexpr std::array<std::string_view, 2> kBvhBuildNames{"default", "high"};
enum class FilterShape : uint8_t { kBox, kTent, kGaussian, kMitchell, kBlackmanHarris };
enum class ToneMapping : uint8_t { kAgx, kNeutral, kAces, kLinear };

struct FilterDesc {
    FilterShape type = FilterShape::kBlackmanHarris;
    float radius = 0;        // pixels; 0: the type's own, see filterRadius()
    friend bool operator==(const FilterDesc&, const FilterDesc&) = default;
};
/// Half the width, pixels: what the text says, else box 0.5, tent 1, Gaussian 1.5, Mitchell 2, Blackman-Harris 1.5.
float filterRadius(const FilterDesc& filter);

struct RenderDesc {
    uint32_t samples = 256;      // per pixel
    uint32_t seed = 0;
    uint32_t maxDepth = 64;      // bounces: 0 shows lights only, 1 adds direct light
    uint32_t rrDepth = 3;        // bounces before Russian roulette may end a path
    SamplingMode sampling = SamplingMode::kMis;
    LightChoice lightSelection = LightChoice::kTree;
    SamplerChoice sampler = SamplerChoice::kSobol;
    FilterDesc filter;
    float noiseTarget = 0;       // relative error at which a pixel is done; 0: every pixel takes all samples
    uint32_t minSamples = 16;    // per pixel, before the noise target may stop it
    float timeLimit = 0;         // seconds; 0: none
    float clamp = 0;             // largest radiance of a sample; 0: none, which is right
    BvhBuild bvhBuild = BvhBuild::kDefault;
    friend bool operator==(const RenderDesc&, const RenderDesc&) = default;
};

struct DisplayDesc {
    float exposure = 0;          // stops
    float whitePoint = 0;        // kelvin that looks white; 0: as it is (D65)
    ToneMapping toneMapping = ToneMapping::kAgx;
    friend bool operator==(const DisplayDesc&, const DisplayDesc&) = default;
};

// --- Transforms ----------------------------------------------------------------------------------------------------

struct TransformKey {
    float time = 0;
    Affine64 transform;          // invertible
    friend bool operator==(const TransformKey&, const TransformKey&) = default;
};

// --- Camera --------------------------------------------------------------------------------------------------------

struct LookAt {
    dvec3 position{0, 0, 5}, target{0}, up{0, 1, 0};
    friend bool operator==(const LookAt&, const LookAt&) = default;
};

struct CameraDesc {
    enum class Type : uint8_t { kPerspective, kOrthographic };
    Type type = Type::kPerspective;
    /// The text says nothing of where the camera stands: it should be set so that the scene's bounds fill the picture.
    bool isDefault = true;
    std::optional<LookAt> lookAt;        // as the text says it; `keys` has it, too
    /// Camera to world: x right, y up, z back, as in glTF. One entry, or several over time. Empty if isDefault.
    std::vector<TransformKey> keys;
    // Perspective: at most one of yfov, xfov, focalLength is there. See tanHalfFov().
    std::optional<double> yfov, xfov;    // degrees
    std::optional<double> focalLength;   // millimetres, on a film of sensorWidth (or sensorHeight, if that is there)
    double sensorWidth = 36;             // millimetres
    std::optional<double> sensorHeight;  // millimetres
    std::optional<double> xmag, ymag;    // orthographic: half the picture's width or height, metres. See halfHeight().
    // At most one of the two. See lensRadius().
    std::optional<double> lensRadius;    // metres
    std::optional<double> fstop;
    std::optional<double> focusDistance; // metres along the axis. See focusDistance().
    uint32_t bladeCount = 0;             // below 3: a round lens
    double bladeRotation = 0;            // degrees
    float shutterOpen = 0, shutterClose = 0;
    Place place;
    friend bool operator==(const CameraDesc&, const CameraDesc&) = default;
};

/// Tangent of half the vertical angle of view, perspective, in a picture of this size (square pixels); that of 40 degrees
/// where the text says nothing.
double tanHalfFov(const CameraDesc& camera, uint32_t width, uint32_t height);
/// Half the picture's height in metres, orthographic; 1 where the text says nothing.
double halfHeight(const CameraDesc& camera, uint32_t width, uint32_t height);
/// Metres; 0: a pinhole. An f-stop counts for the focal length that belongs to the angle of view.
double lensRadius(const CameraDesc& camera, uint32_t width, uint32_t height);
/// Metres along the camera's axis; where the text says nothing, the distance to what it looks at, else `otherwise`.
double focusDistance(const CameraDesc& camera, double otherwise);

// --- Environment ---------------------------------------------------------------------------------------------------

struct EnvironmentDesc {
    enum class Type : uint8_t { kBlack, kConstant, kGradient, kSky, kImage };
    Type type = Type::kGradient;
    /// The text says nothing: a soft light that makes any scene visible.
    bool isDefault = true;
    Rgb color{1, 1, 1};              // kConstant: radiance over intensity
    float intensity = 1;             // factor of every type
    Rgb zenith{0.55F, 0.7F, 1.0F}, horizon{1.0F, 0.98F, 0.95F}, ground{0.35F, 0.32F, 0.3F};   // kGradient: radiance
    float sunElevation = 45;         // kSky: degrees above the horizon
    float sunAzimuth = 0;            // kSky: degrees from -z (north) towards +x (east)
    float turbidity = 3;             // kSky: 1 clear to 10 hazy
    Rgb groundAlbedo{0.3F, 0.3F, 0.3F};   // kSky
    bool sunDisk = true;             // kSky: the sun itself, half a degree wide
    std::string path;                // kImage: equirectangular, u = 1/2 + atan2(z, x) / (2 pi), v from the top
    float rotation = 0;              // degrees about y, counter-clockwise seen from above
    bool visibleToCamera = true;
    Place place;                     // of the path, if there is one
    friend bool operator==(const EnvironmentDesc&, const EnvironmentDesc&) = default;
};

// --- Media ---------------------------------------------------------------------------------------------------------

struct MediumDesc {
    std::string name;                // empty: written in place
    Rgb absorption{0, 0, 0};         // sigma_a, per metre
    Rgb scattering{0, 0, 0};         // sigma_s, per metre
    float anisotropy = 0;            // mean cosine g of Henyey and Greenstein's phase function
    Place place;
    friend bool operator==(const MediumDesc&, const MediumDesc&) = default;
};

// --- Textures ------------------------------------------------------------------------------------------------------

constexpr int32_t kNoTexture = -1;

/// A value that a texture may take the place of.
template <class T>
struct Mapped {
    T value{};
    int32_t texture = kNoTexture;    // index into NativeDesc::textures: what it says counts instead of `value`

    Mapped() = default;
    Mapped(T v) : value(v) {}
    operator const T&() const { return value; }
    bool isMapped() const { return texture != kNoTexture; }
    friend bool operator==(const Mapped&, const Mapped&) = default;
    template <class U>
        requires(std::is_convertible_v<const U&, T> && !std::is_same_v<U, Mapped>)
    friend bool operator==(const Mapped& a, const U& b) {
        return !a.isMapped() && a.value == static_cast<T>(b);
    }
};

/// kAuto: sRGB where an 8-bit picture stands for a colour; linear for numbers, normals and float pictures.
enum class ColorSpace : uint8_t { kAuto, kSrgb, kLinear };
enum class WrapMode : uint8_t { kRepeat, kMirror, kClamp };
enum class TextureFilter : uint8_t { kLinear, kNearest };
struct ImageTextureDesc {
    std::string path;                // a file's name, or a data: URI
    ColorSpace colorSpace = ColorSpace::kAuto;
    WrapMode wrapU = WrapMode::kRepeat, wrapV = WrapMode::kRepeat;
    TextureFilter filter = TextureFilter::kLinear;
    friend bool operator==(const ImageTextureDesc&, const ImageTextureDesc&) = default;
};
/// Squares, two by two in the unit square of the coordinates.
struct CheckerTextureDesc {
    Mapped<Rgb> a{Rgb{0.8F, 0.8F, 0.8F}}, b{Rgb{0.2F, 0.2F, 0.2F}};
    friend bool operator==(const CheckerTextureDesc&, const CheckerTextureDesc&) = default;
};
/// From a to b as u (linear) or the distance from (1/2, 1/2), 1/2 at b, (radial) goes from 0 to 1.
struct GradientTextureDesc {
    enum class Shape : uint8_t { kLinear, kRadial };
    Shape shape = Shape::kLinear;
    Mapped<Rgb> a{Rgb{0, 0, 0}}, b{Rgb{1, 1, 1}};
    friend bool operator==(const GradientTextureDesc&, const GradientTextureDesc&) = default;
};
/// From a to b by noise in object space: no seams, no coordinates needed.
struct NoiseTextureDesc {
    enum class Pattern : uint8_t { kGradient, kTurbulence, kMarble, kWood, kCells };
    Pattern pattern = Pattern::kGradient;
    Mapped<Rgb> a{Rgb{0, 0, 0}}, b{Rgb{1, 1, 1}};
    float size = 1;                  // metres a feature
    uint32_t octaves = 4;
    float lacunarity = 2, gain = 0.5F;
    uint32_t seed = 0;
    friend bool operator==(const NoiseTextureDesc&, const NoiseTextureDesc&) = default;
};
/// The Mandelbrot set: `inside` where the iteration stays, else a palette from a to b by the smooth count of iterations.
struct MandelbrotTextureDesc {
    dvec2 center{-0.6, 0};
    double height = 2.4;             // of the complex plane that the unit square of the coordinates shows
    uint32_t iterations = 256;
    Mapped<Rgb> a{Rgb{0.02F, 0.05F, 0.2F}}, b{Rgb{1, 0.85F, 0.5F}};
    Rgb inside{0, 0, 0};
    friend bool operator==(const MandelbrotTextureDesc&, const MandelbrotTextureDesc&) = default;
};
/// The colours of a mesh's vertices; white where it has none.
struct VertexColorTextureDesc {
    friend bool operator==(const VertexColorTextureDesc&, const VertexColorTextureDesc&) = default;
};
/// a times b, component by component, alpha too.
struct ProductTextureDesc {
    Mapped<Rgb> a{Rgb{1, 1, 1}}, b{Rgb{1, 1, 1}};
    friend bool operator==(const ProductTextureDesc&, const ProductTextureDesc&) = default;
};
/// From a to b by weight.
struct BlendTextureDesc {
    Mapped<Rgb> a{Rgb{0, 0, 0}}, b{Rgb{1, 1, 1}};
    Mapped<float> weight{0.5F};
    friend bool operator==(const BlendTextureDesc&, const BlendTextureDesc&) = default;
};

/// kColor: red, green and blue for a colour, their luminance for a number. The others: that channel, for colours as a grey.
enum class TextureChannel : uint8_t { kColor, kRed, kGreen, kBlue, kAlpha };

struct TextureDesc {
    std::string name;                // empty: written in place
    std::variant<ImageTextureDesc, CheckerTextureDesc, GradientTextureDesc, NoiseTextureDesc, MandelbrotTextureDesc,
                 VertexColorTextureDesc, ProductTextureDesc, BlendTextureDesc> model;
    TextureChannel channel = TextureChannel::kColor;
    Rgb factor{1, 1, 1}, bias{0, 0, 0};   // the channel's value times factor plus bias
    std::optional<float> threshold;       // then: 1 where the result reaches this, else 0
    // Coordinates, as glTF has them: (0, 0) is the upper left corner of a picture. As in KHR_texture_transform they are
    // scaled, then turned, then moved. Not of noise, vertex colours, product and blend.
    uint32_t texcoord = 0;                // which of a mesh's two sets
    dvec2 offset{0}, scale{1};
    float rotation = 0;                   // degrees, counter-clockwise of the picture
    Place place;
    friend bool operator==(const TextureDesc&, const TextureDesc&) = default;
};

// --- Materials -----------------------------------------------------------------------------------------------------

enum class MaskingModel : uint8_t { kCorrelated, kSeparable };
enum class FresnelModel : uint8_t { kMicrofacet, kShadingNormal };

/// OpenPBR Surface 1.1, all of its parameters.
struct OpenPbrDesc {
    Mapped<float> baseWeight{1};
    Mapped<Rgb> baseColor{Rgb{0.8F, 0.8F, 0.8F}};
    Mapped<float> baseDiffuseRoughness{0};
    Mapped<float> baseMetalness{0};
    Mapped<float> specularWeight{1};
    Mapped<Rgb> specularColor{Rgb{1, 1, 1}};
    Mapped<float> specularRoughness{0.3F};
    Mapped<float> specularRoughnessAnisotropy{0};
    Mapped<float> specularIor{1.5F};
    Mapped<float> transmissionWeight{0};
    Mapped<Rgb> transmissionColor{Rgb{1, 1, 1}};
    Mapped<float> transmissionDepth{0};     // metres in which white light takes on transmissionColor; 0: at the surface
    Mapped<Rgb> transmissionScatter{Rgb{0, 0, 0}};
    Mapped<float> transmissionScatterAnisotropy{0};
    Mapped<float> transmissionDispersionScale{0};
    Mapped<float> transmissionDispersionAbbeNumber{20};
    Mapped<float> subsurfaceWeight{0};
    Mapped<Rgb> subsurfaceColor{Rgb{0.8F, 0.8F, 0.8F}};
    Mapped<float> subsurfaceRadius{1};      // metres
    Mapped<Rgb> subsurfaceRadiusScale{Rgb{1, 0.5F, 0.25F}};
    Mapped<float> subsurfaceScatterAnisotropy{0};
    Mapped<float> fuzzWeight{0};
    Mapped<Rgb> fuzzColor{Rgb{1, 1, 1}};
    Mapped<float> fuzzRoughness{0.5F};
    Mapped<float> coatWeight{0};
    Mapped<Rgb> coatColor{Rgb{1, 1, 1}};
    Mapped<float> coatRoughness{0};
    Mapped<float> coatRoughnessAnisotropy{0};
    Mapped<float> coatIor{1.6F};
    Mapped<float> coatDarkening{1};
    Mapped<float> thinFilmWeight{0};
    Mapped<float> thinFilmThickness{0.5F};   // micrometres
    Mapped<float> thinFilmIor{1.4F};
    bool geometryThinWalled = false;
    friend bool operator==(const OpenPbrDesc&, const OpenPbrDesc&) = default;
};
struct DiffuseDesc {
    Mapped<Rgb> color{Rgb{0.8F, 0.8F, 0.8F}};
    Mapped<float> roughness{0};      // EON; 0: Lambert
    friend bool operator==(const DiffuseDesc&, const DiffuseDesc&) = default;
};
struct ConductorDesc {
    Mapped<Rgb> color{Rgb{0.9F, 0.9F, 0.9F}};   // reflectance at normal incidence
    Mapped<Rgb> specularColor{Rgb{1, 1, 1}};    // F82 tint
    std::optional<Rgb> iorN, iorK;   // measured n + ik per channel, instead of the colours; both or none
    std::optional<Rgb> reflectance;  // the same at every angle, instead of all of these
    Mapped<float> roughness{0.3F};   // alpha is its square; 0: a perfect mirror
    Mapped<float> anisotropy{0};
    friend bool operator==(const ConductorDesc&, const ConductorDesc&) = default;
};
struct DielectricDesc {
    Mapped<float> ior{1.5F};
    Mapped<float> roughness{0};      // alpha is its square; 0: perfectly smooth
    Mapped<float> anisotropy{0};
    Mapped<Rgb> color{Rgb{1, 1, 1}}; // factor of what is transmitted
    bool thinWalled = false;
    friend bool operator==(const DielectricDesc&, const DielectricDesc&) = default;
};
/// `weight` of b, the rest of a.
struct MixDesc {
    uint32_t a = 0, b = 0;           // indices into NativeDesc::materials
    Mapped<float> weight{0.5F};
    friend bool operator==(const MixDesc&, const MixDesc&) = default;
};
/// The boundary of a medium with the index of what is around it: rays pass straight on.
struct InterfaceDesc {
    friend bool operator==(const InterfaceDesc&, const InterfaceDesc&) = default;
};

/// A measured reflectance, a .binary file of the MERL database (Matusik et al. 2003).
struct MeasuredDesc {
    std::string path;
    Place place;
    friend bool operator==(const MeasuredDesc&, const MeasuredDesc&) = default;
};

struct MaterialDesc {
    std::string name;                // empty: written in place
    std::variant<OpenPbrDesc, DiffuseDesc, ConductorDesc, DielectricDesc, MixDesc, InterfaceDesc, MeasuredDesc> model;
    // Not of mix and interface:
    Mapped<Rgb> emissionColor{Rgb{1, 1, 1}};
    Mapped<float> emissionLuminance{0};   // radiance emitted is the product; from the front side
    bool emissionTwoSided = false;
    Mapped<float> opacity{1};        // share of the rays that meet the surface (OpenPBR's geometry_opacity)
    int32_t normalTexture = kNoTexture;   // normals in the tangent's frame, as glTF has them: 2 rgb - 1, y up
    float normalScale = 1;           // of its x and y
    int32_t bumpTexture = kNoTexture;     // heights
    float bumpHeight = 0.01F;        // metres at a value of 1
    int32_t coatNormalTexture = kNoTexture;   // OpenPBR: the coat's own; without it, the coat has the geometry's normal
    float coatNormalScale = 1;
    float tangentRotation = 0;       // degrees, counter-clockwise: where anisotropic highlights point
    int32_t tangentTexture = kNoTexture;  // their direction: 2 rg - 1, in the tangent's frame, turned by tangentRotation
    /// False: seen from the back the surface is not there, as with a culled triangle.
    bool twoSided = true;
    // For comparison with renderers that do otherwise:
    bool multipleScattering = true;  // light that microfacets scatter more than once is kept (energy compensation)
    MaskingModel masking = MaskingModel::kCorrelated;
    FresnelModel fresnel = FresnelModel::kMicrofacet;
    Place place;
    friend bool operator==(const MaterialDesc&, const MaterialDesc&) = default;
};

// --- Objects -------------------------------------------------------------------------------------------------------

struct SphereShape {
    dvec3 center{0};
    double radius = 1;
    friend bool operator==(const SphereShape&, const SphereShape&) = default;
};
struct PlaneShape {                  // without end; front: where the normal points
    dvec3 point{0}, normal{0, 1, 0};
    friend bool operator==(const PlaneShape&, const PlaneShape&) = default;
};
struct RectangleShape {              // turned from +z to the normal the shortest way; front: where the normal points
    double width = 1, height = 1;
    dvec3 center{0}, normal{0, 0, 1};
    friend bool operator==(const RectangleShape&, const RectangleShape&) = default;
};
struct DiskShape {
    double radius = 1, innerRadius = 0;
    dvec3 center{0}, normal{0, 0, 1};
    friend bool operator==(const DiskShape&, const DiskShape&) = default;
};
struct BoxShape {
    dvec3 center{0}, size{1};
    friend bool operator==(const BoxShape&, const BoxShape&) = default;
};
struct CylinderShape {
    dvec3 center{0}, axis{0, 1, 0};
    double radius = 0.5, height = 1;
    bool capped = true;
    friend bool operator==(const CylinderShape&, const CylinderShape&) = default;
};
struct MeshShape {
    std::string file;                // or, if empty, the arrays
    std::string part;                // of the file: the object or group of that name; empty: all of it
    std::vector<vec3> positions;
    std::vector<uint32_t> indices;   // three a triangle, in range; polygons are cut into fans already
    std::vector<vec3> normals;       // per vertex, or empty; as the text says, not normalised, never of length 0
    std::vector<vec2> uvs;           // per vertex, or empty; (0, 0): the upper left corner of a picture
    std::vector<vec2> uvs2;          // a second set; per vertex, or empty
    std::vector<glm::vec4> tangents; // per vertex, or empty; w: 1 or -1
    std::vector<glm::vec4> colors;   // per vertex, or empty; linear, with alpha
    bool flat = false;               // normals, a file's too, are left aside
    friend bool operator==(const MeshShape&, const MeshShape&) = default;
};
struct GroupShape {
    std::vector<uint32_t> objects;   // indices into NativeDesc::objects
    friend bool operator==(const GroupShape&, const GroupShape&) = default;
};
struct InstanceShape {
    uint32_t prototype = 0;          // index into NativeDesc::prototypes
    friend bool operator==(const InstanceShape&, const InstanceShape&) = default;
};
/// A file of glTF, OBJ or PLY with all that is in it: objects, materials, textures, lights. See loaders/model.h.
struct ModelShape {
    std::string file;
    double time = 0;                 // seconds, of the animation
    std::string animation;           // its name; empty: the first one
    std::string variant;             // of KHR_materials_variants; empty: the file's own materials
    bool lights = true;              // those in the file shine, too
    friend bool operator==(const ModelShape&, const ModelShape&) = default;
};
using Shape = std::variant<SphereShape, PlaneShape, RectangleShape, DiskShape, BoxShape, CylinderShape, MeshShape,
                           GroupShape, InstanceShape, ModelShape>;

/// From the unit shape of geometry/object.h (sphere of radius 1; square, box and cylinder of size 1 around the origin,
/// facing or along +z; plane z = 0) to where the shape's own fields put it. Identity for meshes, groups and instances.
Affine64 placement(const Shape& shape);

constexpr int32_t kInherit = -1;

struct ObjectDesc {
    std::string name;
    Shape shape;
    /// Index into NativeDesc::materials. kInherit: the group's or the instance's, at the root the default material.
    int32_t material = kInherit;
    /// What fills a closed shape: index into NativeDesc::media. kInherit: nothing. Not of groups and instances.
    int32_t medium = kInherit;
    int32_t priority = 0;                // where bodies overlap, the one with the higher priority is there
    /// To the parent's space; after placement(). Empty: identity. One entry, or several over time.
    std::vector<TransformKey> keys;
    bool visibleToCamera = true, visibleToIndirect = true, visibleToShadow = true;   // a group's false goes for all in it
    Place place;
    friend bool operator==(const ObjectDesc&, const ObjectDesc&) = default;
};

struct PrototypeDesc {
    std::string name;
    uint32_t object = 0;                 // index into NativeDesc::objects
    friend bool operator==(const PrototypeDesc&, const PrototypeDesc&) = default;
};

// --- Lights --------------------------------------------------------------------------------------------------------

struct PunctualLightDesc {
    enum class Type : uint8_t { kPoint, kSpot, kDirectional };
    Type type = Type::kPoint;
    std::string name;
    Rgb color{1, 1, 1};              // factor
    float intensity = 1;             // point, spot: radiant intensity, W/sr
    float irradiance = 1;            // directional: on a surface that faces it, W/m2
    dvec3 position{0};               // point, spot
    dvec3 direction{0, -1, 0};       // spot, directional: the way the light goes, unit length
    float innerConeAngle = 0;        // spot: degrees from the axis, full intensity within
    float outerConeAngle = 45;       // spot: degrees from the axis, dark outside
    float angle = 0;                 // directional: angular diameter, degrees
    Place place;
    friend bool operator==(const PunctualLightDesc&, const PunctualLightDesc&) = default;
};

// --- The scene -----------------------------------------------------------------------------------------------------

/// Groups, instances and mixes stand in each other at most this deep.
constexpr uint32_t kMaxNesting = 32;
/// Textures in textures; every one is worked out at every point.
constexpr uint32_t kMaxTextureNesting = 8;
/// Most objects that instances may multiply a scene to.
constexpr uint64_t kMaxInstances = uint64_t{1} << 24;

/// A file that came inside another one (a picture in a .glb); named as textures name it.
struct EmbeddedFile {
    std::string name;
    std::shared_ptr<const std::vector<uint8_t>> bytes;
    friend bool operator==(const EmbeddedFile& a, const EmbeddedFile& b) {
        return a.name == b.name && (a.bytes == b.bytes || (a.bytes && b.bytes && *a.bytes == *b.bytes));
    }
};

struct NativeDesc {
    std::string title, description, credits;
    RenderDesc render;
    DisplayDesc display;
    CameraDesc camera;
    EnvironmentDesc environment;
    std::vector<MediumDesc> media;
    int32_t medium = -1;                     // index of what fills the whole scene; -1: nothing
    std::vector<TextureDesc> textures;       // no cycles
    std::vector<MaterialDesc> materials;
    std::vector<EmbeddedFile> files;         // looked up before any other; written out as data: URIs or beside the scene
    std::vector<ObjectDesc> objects;         // all of them; groups name their members by index
    std::vector<uint32_t> roots;             // those of the scene itself
    std::vector<PrototypeDesc> prototypes;   // no cycles
    std::vector<PunctualLightDesc> lights;
    friend bool operator==(const NativeDesc&, const NativeDesc&) = default;
};

}  // namespace raypool
