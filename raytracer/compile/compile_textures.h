// Textures: from their descriptions to the flat table that rendering reads, with the pictures decoded.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "raytracer/compile/compile_native.h"

namespace raypool {

/// What a texture stands for: says how 8-bit pictures are meant that leave it open.
enum class TextureMeaning : uint8_t { kColor, kNumber };

/// Collects the textures that materials ask for, then reads their pictures.
class TextureCompiler {
public:
    explicit TextureCompiler(NativeCompiler& compiler) : compiler_(compiler) {}

    /// The index in RenderScene::textures for one of NativeDesc::textures; kNone for kNoTexture. Asked again, the same.
    uint32_t idOf(int32_t texture, TextureMeaning meaning) { return idOf(texture, meaning, 0); }
    /// Reads and decodes the pictures of all textures that were asked for, each file once, on the pool. What can't be had
    /// or read is a problem at the texture's place.
    void readPictures();
    /// About the mean of a texture over the unit square, or a cube of its features; after readPictures.
    Rgb meanColor(uint32_t id) const;
    float meanNumber(uint32_t id) const;

private:
    /// A file, and how its numbers are meant.
    enum class Encoding : uint8_t { kLinear, kSrgbWhereInteger, kSrgb };
    struct Picture {
        std::string path;
        Encoding encoding;
        uint32_t texture;   // that asked first, in NativeDesc::textures
    };
    struct File;

    uint32_t idOf(int32_t texture, TextureMeaning meaning, uint32_t depth);
    TextureInput input(const Mapped<Rgb>& value, TextureMeaning meaning, uint32_t depth, uint32_t& uses);
    void setModel(const TextureDesc& desc, uint32_t index, TextureMeaning meaning, uint32_t depth, Texture& out);
    uint32_t imageOf(const ImageTextureDesc& desc, uint32_t texture, TextureMeaning meaning);
    /// What the scene before made of the same bytes, or null.
    std::shared_ptr<const TextureImage> imageBefore(const SharedBytes& bytes, Encoding encoding) const;
    void problem(const Picture& picture, const std::string& what);

    NativeCompiler& compiler_;
    std::map<std::pair<int32_t, TextureMeaning>, uint32_t> ids_;
    std::map<std::pair<std::string, Encoding>, uint32_t> imageIds_;
    std::vector<Picture> pictures_;   // in the order of TextureSet::images
};

/// Gives the materials of `native` that have textures their maps; out.materials has one for each of them already. Plain
/// numbers that are mapped become such as keep the flags true wherever the texture leads.
void compileMaterialMaps(NativeCompiler& compiler);

}  // namespace raypool
