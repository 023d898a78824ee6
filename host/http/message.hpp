#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options, Other };

/// By its case-sensitive name; `Other` for any name not in the enumeration.
Method method_of(std::string_view name);
/// The standard phrase of a status code (RFC 9110 §15), or "Status" for an unknown one.
std::string_view reason_phrase(int status);
/// Compares ASCII letters without regard to case, as header names are.
bool same_name(std::string_view a, std::string_view b);
/// Without the optional white space (RFC 9110 §5.6.3) at both ends.
std::string_view trim(std::string_view text);

struct Header {
  std::string name;
  std::string value;
  bool operator==(const Header&) const = default;
};

/// A body that was written to a file instead of into memory; the file goes with it unless it was moved.
/// [value, owned by its request]
class BodyFile {
 public:
  explicit BodyFile(std::string path) : path_{std::move(path)} {}
  ~BodyFile();
  BodyFile(const BodyFile&) = delete;
  BodyFile& operator=(const BodyFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A complete request: a handler never sees one whose body was cut short. [value]
struct Request {
  Method method{Method::Get};
  std::string method_text{"GET"};
  std::string target;  ///< byte for byte as received; what a webhook signature is computed over
  std::string path;    ///< the target's path, escapes kept; see uri.hpp for decoding
  std::string query;   ///< the target's query without '?', escapes kept
  std::vector<Header> headers;
  std::string body;
  std::string remote_ip;  ///< the client; behind trusted proxies the one they saw; empty on a local socket
  bool secure{false};     ///< TLS here, or at a trusted proxy
  std::string request_id;
  std::optional<unsigned> peer_uid;  ///< user of the peer process, only on a local socket
  std::shared_ptr<BodyFile> file;    ///< of an upload (Uploads): then `body` is empty

  /// The first header of that name (any case); empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// An answer. The server adds Date, Content-Length, Connection and X-Request-Id; those names are ignored
/// here. [value]
struct Response {
  int status{200};
  std::string content_type{"application/json"};  ///< empty: no Content-Type
  std::vector<Header> headers;
  std::string body;
  std::string file{};         ///< path of a file that takes the place of `body`; empty: none
  std::uint64_t file_size{};  ///< its bytes
};

/// Answers requests; called by many threads at once.
using Handler = std::function<Response(const Request&)>;

/// Where the body of an upload goes, and how large it may be. [value]
struct Upload {
  std::string path;  ///< of a file that is not there yet; empty: not read at all, since it will be refused
  std::uint64_t limit{0};
};
/// Asked with the head of a request, before its body is read: nothing for one whose body belongs into memory.
/// Called by many threads at once.
using Uploads = std::function<std::optional<Upload>(const Request& head)>;

}  // namespace herald::http
