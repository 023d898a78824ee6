#pragma once
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace herald::inbound {

/// A provider's request to one of our webhook URLs, byte for byte. [value]
struct Callback {
  std::string provider{};    ///< from the path
  std::string channel_id{};  ///< from the path; empty in the generic form
  std::string method{};
  std::string target{};  ///< path and query as received
  std::string query{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string remote_ip{};
  std::string request_id{};
};

/// The first header of that name, which is in lower case; empty when there is none.
std::string header_of(const Callback& callback, std::string_view name);

/// What the provider gets back. [value]
struct Answer {
  int status{200};
  std::string content_type{};
  std::string body{};
  std::chrono::seconds retry_after{0};  ///< 0: says nothing about it
};

/// To whatever is not genuine, byte for byte: who asks learns nothing about tenants and channels.
inline Answer forbidden() { return {.status = 403}; }
/// To what could not be stored: the provider comes again.
inline Answer try_again() { return {.status = 503, .retry_after = std::chrono::seconds{60}}; }

}  // namespace herald::inbound
