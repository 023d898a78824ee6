#include "tests/flow/smtp_house.hpp"

#include <openssl/evp.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::vector<std::string> with(std::vector<std::string> settings, const std::string& more) {
  settings.insert(settings.begin(), more);
  return settings;
}

}  // namespace

Authority::Authority()
    : identity_{egress::test::make_identity({.name = "Flow authority", .authority = true})} {
  write_file(directory_.path() / "ca.pem", identity_.pem());
}

SmtpHouse::SmtpHouse(Dialect dialect, std::vector<std::string> settings)
    : server{authority.identity()},
      daemon{dialect,
             {.settings = with(std::move(settings), "egress.ca_file=" + authority.file()), .only = {"smtp"}}},
      tenant{daemon.port(), daemon.make_key("mail")} {}

std::string SmtpHouse::channel(std::uint16_t port, const json& config, const json& more) {
  json all{{"host", "127.0.0.1"}, {"port", port}, {"helo", "herald.example.org"}};
  all.update(config);
  json draft{{"channel_type", "EMAIL"},
             {"channel_name", fresh_text("mail")},
             {"api_provider", "smtp"},
             {"timeout_seconds", 2 * kPace},
             {"retry_count", 3},
             {"sender_id", "Shop <shop@example.org>"},
             {"account_id", SmtpServer::kUser},
             {"api_secret", SmtpServer::kPassword},
             {"config_json", all}};
  draft.update(more);
  return tenant.make_channel(draft);
}

std::string SmtpHouse::channel() { return channel(server.port(), json::object(), json::object()); }

std::string SmtpHouse::send(const std::string& by, const std::string& to, const json& more) {
  json message{{"channel_id", by}, {"to_address", to}, {"subject", "Order"}, {"message_body", "Hello"}};
  message.update(more);
  return tenant.send(message);
}

std::string SmtpHouse::send(const std::string& by, const std::string& to) {
  return send(by, to, json::object());
}

std::string SmtpHouse::upload(const std::string& bytes, const std::string& type, const std::string& name) {
  const HttpReply reply =
      HttpClient{daemon.port()}.send({"POST",
                                      "/api/v1/communication/media?name=" + name,
                                      {{"Authorization", "Bearer " + tenant.key()}, {"Content-Type", type}},
                                      bytes});
  if (reply.status != 201) throw std::runtime_error{"upload: " + reply.body};
  return json::parse(reply.body).at("id");
}

std::string awkward_bytes(std::size_t size) {
  const std::string seed = std::string{"\r\n.\r\nQUIT\r\n..\r\n\0--=_\xff", 21};
  std::string bytes;
  for (unsigned i = 0; bytes.size() < size; ++i) bytes += seed + static_cast<char>(i % 256);
  return bytes.substr(0, size);
}

std::string in_base64(const std::string& bytes, const std::string& line_end) {
  std::string letters((bytes.size() + 2) / 3 * 4 + 1, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(letters.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  letters.pop_back();
  std::string out;
  for (std::size_t at = 0; at < letters.size(); at += 76)
    out += (at == 0 ? "" : line_end) + letters.substr(at, 76);
  return out;
}

SmtpHouse& shared_smtp_house(Dialect dialect) {
  const std::vector<std::string> settings{"dispatch.breaker_failures=1000"};
  if (dialect == Dialect::Mysql) support::shared_mariadb();  // so that it goes after the house
  if (dialect == Dialect::Sqlite) {
    static SmtpHouse sqlite{Dialect::Sqlite, settings};
    return sqlite;
  }
  static SmtpHouse mysql{Dialect::Mysql, settings};
  return mysql;
}

std::string fresh_address(const std::string& word) {
  return word + fresh_number().substr(1) + "@example.net";
}

}  // namespace herald::test
