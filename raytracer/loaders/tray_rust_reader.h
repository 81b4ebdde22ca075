// The reader of tray_rust's scenes; its parts are in the files tray_rust_*.cpp.
#pragma once
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "raytracer/loaders/tray_rust_animation.h"
#include "raytracer/scene/json_reader.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {

/// How a shape's texture coordinates relate to tray_rust's: its rectangles and meshes have v the other way up.
enum class TrayCoordinates : uint8_t { kSame, kFlipped };

class TrayRustReader {
public:
    TrayRustReader(const JsonDocument& document, const SceneOverrides& overrides)
        : reader_(document), document_(document), overrides_(overrides), native_(scene_.native) {}

    Result<SceneDesc> read();

private:
    // --- tray_rust.cpp: the root, film, cameras, integrator
    void readFilm();
    void readFilter(JsonId film);
    void chooseFrame(JsonId film);
    void readCameras();
    void readCamera(JsonId node, CameraDesc& camera);
    double readFov(JsonId node);
    std::optional<Affine64> readLookAt(JsonId node);
    void readIntegrator();

    // --- tray_rust_values.cpp: what stands everywhere
    /// Of things that are all tried, so that every problem is found.
    static bool allOf(std::initializer_list<bool> results) { return std::find(results.begin(), results.end(), false) == results.end(); }
    bool isFull() const { return reader_.isFull(); }
    bool isNumber(JsonId node) const;
    /// A warning for each member whose name is not among these.
    void warnUnknown(JsonId object, std::string_view what, std::initializer_list<std::string_view> known);
    JsonId required(JsonId object, std::string_view name) { return reader_.required(object, name); }
    JsonId optional(JsonId object, std::string_view name) const { return document_.member(object, name); }
    /// A number within limits. False, with an error, if it is not one.
    bool value(JsonId node, std::string_view name, double min, double max, double& out);
    bool number(JsonId object, std::string_view name, double min, double max, double& out);
    /// Exactly so many numbers.
    bool numbers(JsonId node, std::string_view name, size_t count, double* out);
    bool vector(JsonId object, std::string_view name, dvec3& out);
    /// Any count of numbers, at least one.
    bool numberList(JsonId object, std::string_view name, std::vector<double>& out);
    /// A text that is not empty.
    bool text(JsonId object, std::string_view name, std::string& out);
    /// One of the names; nothing, with an error, otherwise.
    std::string_view kind(JsonId object, std::string_view what, std::initializer_list<std::string_view> names);
    /// [r, g, b] or [r, g, b, strength], none below 0.
    bool color(JsonId node, std::string_view name, Rgb& out);
    Place placeOf(JsonId node) const { return {document_.at(node, {})}; }
    template <class F>
    void forEach(JsonId list, std::string_view name, F f) {
        const std::string what = "\"" + std::string(name) + "\"";
        if (!reader_.expectArray(list, what) || !reader_.expectNoNumbers(list, what)) return;
        for (JsonId id = document_[list].firstChild; id != kNoJson && !isFull(); id = document_[id].nextSibling) f(id);
    }

    // --- tray_rust_transforms.cpp
    Affine64 readTransform(JsonId list);
    Affine64 readStep(JsonId step);
    Affine64 readMatrix(JsonId step);
    /// "keyframes" or "transform" of an object or a camera: over the shutter's time.
    std::vector<TransformKey> readPoses(JsonId object, bool& isThere);
    std::optional<TraySpline<Decomposed>> readKeyframes(JsonId node);
    /// Checks what a spline needs and puts its knots in order. False, with an error, if there is no curve.
    bool checkSpline(JsonId at, size_t points, std::vector<double>& knots, double degree);

    // --- tray_rust_textures.cpp
    void readTextures();
    void readTexture(JsonId node);
    /// The pictures of a list in the order of time, as one picture or a blend of two at the middle of the exposure.
    struct TimedPicture {
        double time;
        std::string file;
    };
    struct TrayTexture {
        std::vector<TimedPicture> pictures;   // at least one; times ascend
        Place place;
        std::map<std::pair<bool, TrayCoordinates>, int32_t> made;   // by whether it is for numbers
    };
    int32_t textureFor(const std::string& name, bool isNumber, TrayCoordinates coordinates);
    /// A name that no other texture has.
    std::string uniqueTexture(std::string wanted);
    int32_t addPicture(const TrayTexture& texture, const TimedPicture& picture, std::string name, bool isNumber, TrayCoordinates coordinates);

    // --- tray_rust_materials.cpp
    /// A colour or a number as a material has it: a value, or a texture's name.
    struct TrayValue {
        Rgb value;
        std::string texture;
        JsonId node = kNoJson;
        bool isMapped() const { return !texture.empty(); }
    };
    struct TrayMaterial {
        std::string name, type;
        Place place;
        JsonId node = kNoJson;
        std::map<std::string, TrayValue, std::less<>> values;
        std::string file;
        bool isTextured() const;
    };
    void readMaterials();
    void readMaterial(JsonId node);
    bool readValue(JsonId object, std::string_view name, bool isNumber, double max, TrayValue& out);
    /// Sets the value or the texture; the other stays as it is.
    void mapColor(const TrayMaterial& m, std::string_view name, TrayCoordinates coordinates, Mapped<Rgb>& out);
    float plainNumber(const TrayMaterial& m, std::string_view name, float instead);
    void mapRoughness(const TrayMaterial& m, TrayCoordinates coordinates, Mapped<float>& out);
    /// The material by its name, with emission if it is not black, made when it is first asked for.
    int32_t materialFor(JsonId nameNode, TrayCoordinates coordinates, Rgb emission);
    MaterialDesc makeMaterial(const TrayMaterial& m, TrayCoordinates coordinates);
    void makePlastic(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out);
    void makeMetal(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out);
    void makeGlass(const TrayMaterial& m, TrayCoordinates coordinates, MaterialDesc& out);

    // --- tray_rust_objects.cpp
    void readObjects(JsonId list, std::vector<uint32_t>& members, const Affine64& above, uint32_t depth);
    void readObject(JsonId node, std::vector<uint32_t>& members, const Affine64& above, uint32_t depth);
    void readPointLight(JsonId node, ObjectDesc object, const Affine64& toWorld);
    /// Sets shape and material; keys are turned where the shape needs it. False: there was an error.
    bool readGeometry(JsonId node, JsonId materialName, Rgb emission, bool isEmitter, ObjectDesc& object);
    Rgb readEmission(JsonId object);
    bool isTextured(JsonId materialName) const;

    JsonReader reader_;
    const JsonDocument& document_;
    const SceneOverrides& overrides_;
    SceneDesc scene_;
    NativeDesc& native_;
    TrayFrame frame_;
    std::unordered_map<std::string, TrayTexture> textures_;
    std::unordered_set<std::string> madeTextures_;
    std::vector<TrayMaterial> materials_;
    std::unordered_map<std::string, uint32_t> materialNames_;
    std::map<std::tuple<uint32_t, TrayCoordinates, std::array<float, 3>>, int32_t> madeMaterials_;
    bool shines_ = false;
};

}  // namespace raypool
