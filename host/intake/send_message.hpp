#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/domain/media.hpp"

namespace herald::intake {

/// One attachment: at an URL, or a file that Herald has. [value]
struct Attachment {
  std::string url{};
  std::string media_id{};  ///< as the caller named it; empty: it is at `url`
  std::string name{};
  domain::StoredBytes bytes{};  ///< of a file that Herald has; else what the caller says of size and type
};

/// What POST /communication/messages asks for: of the right kinds and lengths, otherwise not judged. [value]
struct SendMessage {
  std::string channel_type{};
  std::string channel_id{};
  std::string to_address{};  ///< as the caller spelt it
  std::string message_type{"TEXT"};
  std::string message_body{};
  std::string message_html{};
  std::string subject{};
  std::vector<Attachment> attachments{};
  std::string options_json{"{}"};
  std::string metadata_json{"{}"};
  std::string message_class{};  ///< empty: the channel's own, else transactional
  std::string reference{};
  std::string contact_id{};
  std::string lead_id{};
  std::string template_id{};
  std::string template_variables_json{};  ///< an object; empty: none were given
  std::int64_t template_version{0};       ///< once the texts have been made of it
  int priority{0};                        ///< 0 normal, 1 high
  std::optional<Instant> schedule_for{};
  std::optional<Instant> expires_at{};
};

}  // namespace herald::intake
