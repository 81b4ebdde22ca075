#include "raytracer/loaders/merge_scene.h"

#include <iterator>
#include <map>

#include "raytracer/scene/native_fields.h"

namespace raypool {
namespace {

struct Shifts {
    int32_t textures = 0, materials = 0, media = 0;
    uint32_t objects = 0, prototypes = 0;
};

/// Walks over what the description of the format says of a type, and shifts all indices there. So no index is forgotten
/// when the format grows.
class IndexShifter final : public Fields {
public:
    IndexShifter(NativeDesc& scene, const Shifts& by) : Fields(scene), by_(by) {}

    void number(std::string_view, NumberSlot slot, Limits, std::string_view) override { shiftTexture(slot.texture()); }
    void triple(std::string_view, TripleSlot slot, TripleKind, Limits, std::string_view) override { shiftTexture(slot.texture()); }
    void reference(std::string_view, RefKind kind, int32_t& index, std::string_view) override {
        if (index < 0) return;
        index += kind == RefKind::kMaterial ? by_.materials : kind == RefKind::kMedium ? by_.media : by_.textures;
    }
    void prototype(std::string_view, uint32_t& index, std::string_view) override { index += by_.prototypes; }
    void objects(std::string_view, std::vector<uint32_t>& ids, std::string_view) override {
        for (uint32_t& id : ids) id += by_.objects;
    }
    void object(std::string_view, const Body& body, Presence presence, std::string_view) override {
        if (presence != Presence::kNever) body.value(*this);
    }
    void list(std::string_view, const ListBody& body, std::string_view) override {
        for (size_t i = 0; i < body.size; ++i) body.at(*this, i);
    }
    void tagged(std::string_view, std::span<const std::string_view>, size_t current, size_t, const std::function<void(size_t)>& fields,
                std::string_view) override {
        fields(current);
    }
    void oneKeyOf(std::span<const std::string_view>, size_t current, const std::function<void(size_t)>& field) override { field(current); }

    void boolean(std::string_view, bool&, std::string_view) override {}
    void string(std::string_view, std::string&, std::string_view) override {}
    void tuple(std::string_view, std::span<double>, bool&, Limits, std::string_view) override {}
    void array(std::string_view, ArraySlot, Limits, std::string_view) override {}
    void oneOfNames(std::string_view, std::span<const std::string_view>, size_t, const std::function<void(size_t)>&, std::string_view) override {}
    void textures(std::string_view, std::string_view) override {}
    void materials(std::string_view, std::string_view) override {}
    void media(std::string_view, std::string_view) override {}
    void prototypes(std::string_view, std::string_view) override {}
    void transform(std::string_view, std::vector<TransformKey>&, std::string_view) override {}
    void keyframes(std::string_view, std::vector<TransformKey>&, std::string_view) override {}
    void matrix(std::string_view, std::optional<Affine64>&, std::string_view) override {}
    void faces(std::string_view, std::vector<uint32_t>&, std::string_view) override {}
    void exclusive(std::initializer_list<std::string_view>) override {}
    void needs(std::string_view, std::initializer_list<std::string_view>) override {}
    void required(std::initializer_list<std::string_view>) override {}

private:
    void shiftTexture(int32_t* index) const {
        if (index != nullptr && *index >= 0) *index += by_.textures;
    }

    const Shifts by_;
};

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Embedded files of a name that another one has get a new one, and what names them, too.
void mergeFiles(NativeDesc& scene, NativeDesc& part, TakenNames& taken) {
    std::map<std::string, std::string> renamed;
    for (auto& file : part.files) {
        const std::string name = taken.files.unique(file.name);
        if (name != file.name) renamed[file.name] = name;
        file.name = name;
        scene.files.push_back(std::move(file));
    }
    const auto rename = [&](std::string& path) {
        if (const auto found = renamed.find(path); found != renamed.end()) path = found->second;
    };
    if (renamed.empty()) return;
    for (auto& texture : part.textures) {
        if (auto* image = std::get_if<ImageTextureDesc>(&texture.model)) rename(image->path);
    }
    for (auto& material : part.materials) {
        if (auto* measured = std::get_if<MeasuredDesc>(&material.model)) rename(measured->path);
    }
    for (auto& object : part.objects) {
        if (auto* mesh = std::get_if<MeshShape>(&object.shape)) rename(mesh->file);
    }
}

}  // namespace

std::string NameSet::unique(const std::string& wanted) {
    if (wanted.empty()) return wanted;
    const auto [place, isNew] = next_.try_emplace(wanted, 2);
    if (isNew) return wanted;
    for (;;) {
        std::string name = wanted + " " + std::to_string(place->second++);
        if (!next_.contains(name)) {
            next_.emplace(name, 2);
            return name;
        }
    }
}

TakenNames::TakenNames(const NativeDesc& scene) {
    for (const auto& t : scene.textures) textures.add(t.name);
    for (const auto& m : scene.materials) materials.add(m.name);
    for (const auto& m : scene.media) media.add(m.name);
    for (const auto& p : scene.prototypes) prototypes.add(p.name);
    for (const auto& f : scene.files) files.add(f.name);
}

std::vector<uint32_t> mergeScene(NativeDesc& scene, NativeDesc&& part, TakenNames& taken, const Place& place) {
    const Shifts by{static_cast<int32_t>(scene.textures.size()), static_cast<int32_t>(scene.materials.size()),
                    static_cast<int32_t>(scene.media.size()), static_cast<uint32_t>(scene.objects.size()),
                    static_cast<uint32_t>(scene.prototypes.size())};
    IndexShifter shifter(part, by);
    const auto take = [&](auto& item, NameSet& names) {
        using T = std::decay_t<decltype(item)>;
        Type<T>::describe(shifter, item);
        item.name = names.unique(item.name);
        item.place = place;
    };
    mergeFiles(scene, part, taken);
    for (auto& texture : part.textures) take(texture, taken.textures);
    for (auto& material : part.materials) {
        take(material, taken.materials);
        if (auto* measured = std::get_if<MeasuredDesc>(&material.model)) measured->place = place;
    }
    for (auto& medium : part.media) take(medium, taken.media);
    for (auto& object : part.objects) {
        Type<ObjectDesc>::describe(shifter, object);
        object.place = place;
    }
    for (auto& prototype : part.prototypes) {
        prototype.object += by.objects;
        prototype.name = taken.prototypes.unique(prototype.name.empty() ? "part" : prototype.name);
    }
    append(scene.textures, std::move(part.textures));
    append(scene.materials, std::move(part.materials));
    append(scene.media, std::move(part.media));
    append(scene.objects, std::move(part.objects));
    append(scene.prototypes, std::move(part.prototypes));
    for (uint32_t& root : part.roots) root += by.objects;
    return std::move(part.roots);
}

}  // namespace raypool
