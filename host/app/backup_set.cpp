#include "host/app/backup_set.hpp"

#include <Poco/SHA2Engine.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string_view>

#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFormat = 1;
constexpr std::size_t kPiece = 65'536;
constexpr std::array<std::string_view, 4> kNames{"herald.db", "vault.key", "audit.key", "node.id"};
constexpr std::string_view kDatabase = kNames[0];

Error bad_backup(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_backup", .detail = std::move(detail)};
}

Result<Manifest> parse_manifest(const std::string& text, const std::string& path) {
  const auto body = json::parse(text);
  if (!body) return bad_backup(path + ": " + body.error().detail);
  const auto format = body->member("format");
  if (!format || format->integer() != kFormat)
    return bad_backup(path + ": expected \"format\": 1; this release reads no other");
  const auto word = [](const json::Document& from, std::string_view name) {
    const auto member = from.member(name);
    return member ? member->text().value_or("") : std::string{};
  };
  Manifest manifest{.schema = word(*body, "schema"), .made_at = word(*body, "made_at")};
  const auto files = body->member("files");
  for (const json::Document& file : files ? files->elements() : std::vector<json::Document>{}) {
    const auto bytes = file.member("bytes");
    manifest.files.push_back({.name = word(file, "name"),
                              .bytes = bytes ? bytes->integer().value_or(-1) : -1,
                              .sha256 = word(file, "sha256")});
  }
  return manifest;
}

std::string faults_of(const Manifest& manifest, const fs::path& directory) {
  std::string faults;
  bool database = false;
  for (const FileSum& file : manifest.files) {
    if (std::ranges::find(kNames, file.name) == kNames.end()) {  // it could lead elsewhere
      faults += "\n" + directory.string() + ": the manifest names '" + file.name + "', which is none of ours";
      continue;
    }
    database = database || file.name == kDatabase;
    const auto found = sum_of(directory / file.name);
    if (!found)
      faults += "\n" + found.error().detail;
    else if (found->sha256 != file.sha256 || found->bytes != file.bytes)
      faults += "\n" + (directory / file.name).string() + ": expected " + std::to_string(file.bytes) +
                " bytes with SHA-256 " + file.sha256 + ", found " + std::to_string(found->bytes) + " with " +
                found->sha256;
  }
  if (!database) faults += "\n" + directory.string() + ": the manifest names no database";
  return faults.empty() ? faults : faults.substr(1);
}

}  // namespace

std::vector<BackedFile> backed_files(const Config& config) {
  const std::array<fs::path, kNames.size()> homes{config.storage.path, config.keyfile, config.audit_keyfile,
                                                  fs::path{config.data_dir} / "node.id"};
  std::vector<BackedFile> files;
  for (std::size_t i = 0; i < kNames.size(); ++i) files.push_back({std::string{kNames[i]}, homes[i]});
  return files;
}

Result<FileSum> sum_of(const fs::path& file) {
  std::ifstream in{file, std::ios::binary};
  Poco::SHA2Engine digest{Poco::SHA2Engine::SHA_256};
  FileSum sum{.name = file.filename().string()};
  std::array<char, kPiece> piece{};
  while (in && (in.read(piece.data(), piece.size()), in.gcount() > 0)) {
    digest.update(piece.data(), static_cast<std::size_t>(in.gcount()));
    sum.bytes += in.gcount();
  }
  if (!in.eof())
    return Error{.code = Errc::Unavailable,
                 .reason = "backup_failed",
                 .detail = file.string() + ": expected a file that can be read"};
  sum.sha256 = Poco::DigestEngine::digestToHex(digest.digest());
  return sum;
}

std::string to_json(const Manifest& manifest) {
  json::Writer out;
  out.begin_object()
      .number("format", kFormat)
      .text("made_at", manifest.made_at)
      .text("schema", manifest.schema)
      .begin_array("files");
  for (const FileSum& file : manifest.files)
    out.begin_object()
        .text("name", file.name)
        .number("bytes", file.bytes)
        .text("sha256", file.sha256)
        .end_object();
  return out.end_array().end_object().take();
}

Result<Manifest> read_backup(const fs::path& directory) {
  const fs::path path = directory / kManifest;
  std::ostringstream text;
  if (std::ifstream in{path, std::ios::binary}; !in || !(text << in.rdbuf()))
    return bad_backup(path.string() + ": expected the manifest of a backup, found nothing that can be read");
  auto manifest = parse_manifest(text.str(), path.string());
  if (!manifest) return manifest;
  if (std::string faults = faults_of(*manifest, directory); !faults.empty())
    return bad_backup(std::move(faults));
  return manifest;
}

}  // namespace herald::app
