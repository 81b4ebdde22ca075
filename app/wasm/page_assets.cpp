#include "app/wasm/page_assets.h"

#include <string_view>
#include <unordered_set>

namespace raypool {

std::expected<std::vector<uint8_t>, std::string> PageAssets::read(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::unexpected("no such file");
    if (!found->second) return std::unexpected(found->second.error());
    return *found->second.value();
}

std::expected<SharedBytes, std::string> PageAssets::share(const std::string& path) {
    const auto found = files_.find(path);
    if (found == files_.end()) return std::unexpected("no such file");
    return found->second;
}

bool PageAssets::has(const std::string& path) {
    const auto found = files_.find(path);
    return found != files_.end() && found->second.has_value();
}

size_t PageAssets::bytes() const {
    size_t sum = 0;
    for (const auto& [path, file] : files_) sum += file ? (*file)->size() : 0;
    return sum;
}

void PageAssets::keepOnly(const std::vector<FileNames>& named) {
    std::unordered_set<std::string_view> keep;
    for (const auto& names : named) keep.insert(names.begin(), names.end());
    std::erase_if(files_, [&](const auto& file) { return !file.second || !keep.contains(file.first); });
}

}  // namespace raypool
