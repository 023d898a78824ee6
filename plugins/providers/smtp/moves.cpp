#include "plugins/providers/smtp/moves.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/smtp/encode.hpp"
#include "plugins/providers/smtp/json_text.hpp"

namespace herald::smtp {

using nlohmann::json;

namespace {

const char* word_of(Security tls) {
  if (tls == Security::Implicit) return "implicit";
  return tls == Security::None ? "none" : "starttls";
}

}  // namespace

void Moves::add(std::string action) { actions_.push_back(std::move(action)); }

void Moves::connect(const Account& account) {
  add(dumped({{"connect", {{"host", account.host}, {"port", account.port}, {"tls", word_of(account.tls)}}}}));
}

void Moves::write(std::string_view line) { write_bytes(std::string{line} + "\r\n"); }

std::string Moves::range_of(std::string_view bytes) {
  const std::size_t off = bytes_.size();
  bytes_ += bytes;
  return dumped({{"range", {{"off", off}, {"len", bytes.size()}}}});
}

void Moves::write_bytes(std::string_view bytes) { add(R"({"write":[)" + range_of(bytes) + "]}"); }

void Moves::write_mail(const Mail& mail) {
  std::string segments;
  std::size_t begin = 0;
  for (const FilePlace& file : mail.files) {
    segments += range_of(dot_stuffed(std::string_view{mail.bytes}.substr(begin, file.at - begin))) + ',' +
                dumped({{"blob", file.blob}, {"encode", "base64_mime"}}) + ',';
    begin = file.at;
  }
  segments += range_of(dot_stuffed(std::string_view{mail.bytes}.substr(begin)));
  add(R"({"write":[)" + segments + "]}");
}

void Moves::start_tls() { add(R"({"start_tls":{}})"); }
void Moves::commit() { add(R"({"commit":{}})"); }
void Moves::timer(int after_ms) { add(R"({"timer":{"after_ms":)" + std::to_string(after_ms) + "}}"); }
void Moves::close() {
  closed_ = true;
  add(R"({"close":{}})");
}
void Moves::hide(std::string secret) { hidden_.push_back(std::move(secret)); }

void Moves::accepted(const std::string& provider_id, const std::string& detail) {
  add(dumped({{"verdict",
               {{"kind", "accepted"},
                {"ids", {{"provider_id", provider_id}}},
                {"status", "SENT"},
                {"detail", detail}}}}));
}

void Moves::ok() { add(R"({"verdict":{"kind":"ok"}})"); }

void Moves::verdict(std::string_view kind, const Reason& reason) {
  json verdict = {{"kind", kind}, {"code", reason.code}, {"text", reason.text}};
  if (!reason.error_class.empty()) verdict["class"] = reason.error_class;
  add(dumped({{"verdict", std::move(verdict)}}));
}

sdk::Reply Moves::reply(const std::string& state, std::size_t consumed) {
  std::string text =
      R"({"state":)" + state + R"(,"consumed":)" + std::to_string(consumed) + R"(,"actions":[)";
  for (std::size_t i = 0; i < actions_.size(); ++i) text += (i == 0 ? "" : ",") + actions_[i];
  text += "]";
  if (!hidden_.empty()) text += R"(,"redact":)" + dumped(json(hidden_));
  return {text + "}", bytes_};
}

}  // namespace herald::smtp
