// Any bytes as a model: as an OBJ file whose library and pictures are the same bytes, as a material library, and as a PLY
// file. What is read holds together: it can be compiled.
#include <cstdlib>

#include "raytracer/loaders/expand_models.h"
#include "raytracer/loaders/load_scene.h"
#include "raytracer/loaders/needed_files.h"
#include "raytracer/loaders/open_file.h"
#include "raytracer/scene/native_checks.h"

namespace {

using namespace raypool;

class SameBytes final : public AssetSource {
public:
    explicit SameBytes(std::vector<uint8_t> bytes) : bytes_(std::move(bytes)) {}
    std::expected<std::vector<uint8_t>, std::string> read(const std::string&) override { return bytes_; }

private:
    std::vector<uint8_t> bytes_;
};

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const Result<Model>& model) {
    if (!model) {
        require(!model.error().empty());
        return;
    }
    const NativeDesc& scene = model->scene;
    require(!checkReferences(scene));
    for (const auto& object : scene.objects) {
        require(object.material >= -1 && object.material < static_cast<int64_t>(scene.materials.size()));
        const auto* mesh = std::get_if<MeshShape>(&object.shape);
        if (mesh == nullptr) continue;
        for (const uint32_t i : mesh->indices) require(i < mesh->positions.size());
        for (const size_t size : {mesh->normals.size(), mesh->uvs.size(), mesh->colors.size()}) require(size == 0 || size == mesh->positions.size());
    }
}

/// What somebody gets who opens it can be read, unless it is too large to be looked at, which is said.
void checkOpened(const char* name, std::span<const uint8_t> bytes, AssetSource& files) {
    const auto opened = openFile(name, bytes, files);
    require(opened ? opened->text.empty() || loadScene(opened->text).has_value() : !opened.error().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    SameBytes same({data, data + size});
    const std::span<const uint8_t> bytes(data, size);
    check(loadObjModel("a.obj", bytes, same));
    check(loadPlyModel("a.ply", bytes));
    checkOpened("a.obj", bytes, same);
    checkOpened("a.ply", bytes, same);
    filesOfModel("a.obj", bytes, same);
    const std::string obj = "mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl m\nf 1 2 3\nusemtl\nf 1 2 3\n";
    check(loadObjModel("a.obj", {reinterpret_cast<const uint8_t*>(obj.data()), obj.size()}, same));
    return 0;
}
