#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/loaded_plugin.hpp"

namespace herald::smtp::testing {

const herald::testing::LoadedPlugin& plugin();

nlohmann::json account(const nlohmann::json& config = nlohmann::json::object());
nlohmann::json message_input(const nlohmann::json& changes = nlohmann::json::object());

/// The host's part of a dialogue: keeps the plugin's state and what it has not consumed, and the actions in
/// their order, each as one text: `connect host:port mode`, `> bytes`, `start_tls`, `commit`, `timer ms`,
/// `verdict json`, `close`. [one thread]
class Talk final {
 public:
  explicit Talk(nlohmann::json account = testing::account(), nlohmann::json input = message_input(),
                std::string op = "send");
  void connected() { happen(HERALD_STREAM_CONNECTED); }
  void tls_started() { happen(HERALD_STREAM_TLS_STARTED); }
  void closed() { happen(HERALD_STREAM_CLOSED); }
  void timer() { happen(HERALD_STREAM_TIMER); }
  /// The server says something; nothing after the plugin has closed.
  void say(std::string_view bytes);

  /// From the opening in the clear to the reply to the last EHLO, which offers `capabilities`, each on a
  /// line.
  void open(std::string_view capabilities);

  [[nodiscard]] const std::vector<std::string>& actions() const { return actions_; }
  /// The actions since the last call.
  std::string news();
  /// The only verdict; null before.
  [[nodiscard]] nlohmann::json verdict() const;
  [[nodiscard]] const std::string& unconsumed() const { return received_; }
  [[nodiscard]] bool over() const { return over_; }
  /// All bytes that were written.
  [[nodiscard]] std::string written() const;
  [[nodiscard]] const std::vector<std::string>& hidden() const { return hidden_; }

 private:
  void happen(std::int32_t kind);
  void take(const herald::testing::StepOutput& output);
  void note(const nlohmann::json& action, const std::string& bytes);

  std::string op_, account_, input_, state_{"{}"}, received_;
  std::vector<std::string> actions_, hidden_;
  std::size_t told_{0};
  bool over_{false};
};

}  // namespace herald::smtp::testing
