#pragma once
#include <optional>
#include <string>
#include <utility>

#include "raytracer/loaders/model.h"

namespace raypool {

/// The model that was read last, to look at it, until the scene with it is compiled: so that a file is not parsed twice.
/// Whoever owns it clears it when a file changes that the model may have been read from.
class ReadModels {
public:
    /// Read with no options.
    void put(std::string file, SharedBytes bytes, Model model) { last_.emplace(std::move(file), std::move(bytes), std::move(model)); }
    /// Gives it away if it is that of the very same bytes. Else nothing.
    std::optional<Model> take(const std::string& file, const SharedBytes& bytes, const ModelOptions& options) {
        if (!last_ || last_->file != file || last_->bytes != bytes || !(options == ModelOptions{})) return std::nullopt;
        std::optional<Model> out(std::move(last_->model));
        last_.reset();
        return out;
    }
    void clear() { last_.reset(); }

private:
    struct Entry {
        std::string file;
        SharedBytes bytes;
        Model model;
    };
    std::optional<Entry> last_;
};

}  // namespace raypool
