#include "app/cli/files.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace raypool::cli {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

}  // namespace

std::expected<std::vector<uint8_t>, std::string> readFile(const std::string& path) {
    std::error_code error;
    if (path.find('\0') != path.npos) return std::unexpected("no file's name has a zero byte in it");
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_directory(status)) return std::unexpected("it is a folder");
    // Devices may never end; a pipe on the command line does.
    if (std::filesystem::is_character_file(status) || std::filesystem::is_block_file(status)) return std::unexpected("it is a device, no file");
    const File file(std::fopen(path.c_str(), "rb"), std::fclose);
    if (!file) return std::unexpected(std::strerror(errno));
    std::vector<uint8_t> bytes;
    uint8_t buffer[65536];
    while (const size_t count = std::fread(buffer, 1, sizeof buffer, file.get())) {
        bytes.insert(bytes.end(), buffer, buffer + count);
    }
    if (std::ferror(file.get())) return std::unexpected(std::strerror(errno));
    return bytes;
}

std::string writeFile(const std::string& path, std::span<const uint8_t> bytes) {
    File file(std::fopen(path.c_str(), "wb"), std::fclose);
    if (!file) return std::strerror(errno);
    const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
    // A full disk may show only when the buffer is written out.
    if (std::fclose(file.release()) != 0 || !written) return std::strerror(errno);
    return {};
}

FileAssets::FileAssets(const std::string& scenePath) : folder_(std::filesystem::path(scenePath).parent_path().string()) {}

std::expected<std::vector<uint8_t>, std::string> FileAssets::read(const std::string& path) {
    auto bytes = readFile((std::filesystem::path(folder_) / path).string());
    if (bytes) return bytes;
    if (auto here = readFile(path)) return here;
    return bytes;
}

bool FileAssets::has(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(std::filesystem::path(folder_) / path, error) || std::filesystem::is_regular_file(path, error);
}

}  // namespace raypool::cli
