#include "tests/support/twilio_wire.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace herald::test {
namespace {

using nlohmann::ordered_json;

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"*-._"}.find(c) != std::string_view::npos;
}

int digit(char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto at = kDigits.find(c);
  if (at != std::string_view::npos) return static_cast<int>(at);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_utf8(const std::string& text) {
  try {
    (void)ordered_json(text).dump();
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

std::optional<std::string> decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (plain(text[i])) {
      out += text[i];
    } else {
      if (text[i] != '%' || i + 2 >= text.size()) return std::nullopt;
      const int high = digit(text[i + 1]);
      const int low = digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

std::string encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += '%';
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::optional<Form> read_form(std::string_view body) {
  Form form;
  while (true) {
    const auto end = body.find('&');
    const std::string_view pair = body.substr(0, end);
    const auto equals = pair.find('=');
    if (equals == 0 || equals == std::string_view::npos) return std::nullopt;
    auto name = decode(pair.substr(0, equals));
    auto value = decode(pair.substr(equals + 1));
    if (!name || !value) return std::nullopt;
    form.emplace_back(*std::move(name), *std::move(value));
    if (end == std::string_view::npos) return form;
    body.remove_prefix(end + 1);
  }
}

std::string write_form(const Form& form) {
  std::string out;
  for (const auto& [name, value] : form) {
    if (!out.empty()) out += '&';
    out.append(encode(name)).append("=").append(encode(value));
  }
  return out;
}

std::string field(const Form& form, std::string_view name) {
  const auto found = std::ranges::find(form, name, &Form::value_type::first);
  return found == form.end() ? std::string{} : found->second;
}

std::string base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  void* to = out.data();
  const void* from = bytes.data();
  const int size = ::EVP_EncodeBlock(static_cast<unsigned char*>(to), static_cast<const unsigned char*>(from),
                                     static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string authorization_of(const TwilioAccount& account) {
  const bool keyed = !account.api_key.empty();
  return "Basic " +
         base64(keyed ? account.api_key + ":" + account.api_secret : account.sid + ":" + account.auth_token);
}

std::string twilio_signature(const std::string& token, const std::string& url, const Form& form) {
  std::string data = url.substr(0, url.find('#'));
  std::map<std::string, std::set<std::string>>
      sorted;  // by bytes; a repeated name counts with its distinct values
  for (const auto& [name, value] : form) sorted[name].insert(value);
  for (const auto& [name, values] : sorted)
    for (const std::string& value : values) data.append(name).append(value);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const void* text = data.data();
  ::HMAC(EVP_sha1(), token.data(), static_cast<int>(token.size()), static_cast<const unsigned char*>(text),
         data.size(), digest.data(), &size);
  return base64(std::string{digest.begin(), digest.begin() + size});
}

std::string created_json(const TwilioAccount& account, const std::string& sid, const Form& form) {
  const std::string path = "/2010-04-01/Accounts/" + account.sid + "/Messages/" + sid;
  const std::string service = field(form, "MessagingServiceSid");
  const std::string from = field(form, "From");
  const auto media = std::ranges::count(form, "MediaUrl", &Form::value_type::first);
  const auto or_null = [](const std::string& text) {
    return text.empty() ? ordered_json{} : ordered_json{text};
  };
  const ordered_json message{{"sid", sid},
                             {"account_sid", account.sid},
                             {"messaging_service_sid", or_null(service)},
                             {"to", field(form, "To")},
                             {"from", or_null(from)},
                             {"body", field(form, "Body")},
                             {"status", from.empty() ? "accepted" : "queued"},
                             {"direction", "outbound-api"},
                             {"num_segments", from.empty() ? "0" : "1"},
                             {"num_media", std::to_string(media)},
                             {"price", nullptr},
                             {"price_unit", "USD"},
                             {"error_code", nullptr},
                             {"error_message", nullptr},
                             {"date_created", "Sun, 06 Nov 1994 08:49:37 +0000"},
                             {"date_updated", "Sun, 06 Nov 1994 08:49:37 +0000"},
                             {"date_sent", nullptr},
                             {"api_version", "2010-04-01"},
                             {"uri", path + ".json"},
                             {"subresource_uris", {{"media", path + "/Media.json"}}}};
  return message.dump();
}

std::string error_json(const TwilioError& error, const std::string& message) {
  return ordered_json{{"code", error.code},
                      {"message", message},
                      {"more_info", "https://www.twilio.com/docs/errors/" + std::to_string(error.code)},
                      {"status", error.status}}
      .dump();
}

}  // namespace herald::test
