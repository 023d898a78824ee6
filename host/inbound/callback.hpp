#pragma once
#include <string>
#include <utility>
#include <vector>

namespace herald::inbound {

/// A provider's request to one of our webhook URLs, byte for byte. [value]
struct Callback {
  std::string provider{};    ///< from the path
  std::string channel_id{};  ///< from the path
  std::string method{};
  std::string target{};  ///< path and query as received
  std::string query{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string remote_ip{};
  std::string request_id{};
};

/// What the provider gets back. [value]
struct Answer {
  int status{200};
  std::string content_type{};
  std::string body{};
};

}  // namespace herald::inbound
