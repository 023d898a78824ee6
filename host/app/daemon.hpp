#pragma once
#include <Poco/Util/ServerApplication.h>

#include <string>
#include <vector>

namespace herald::app {

/// heraldd: reads the command line, runs a Node until SIGTERM or SIGINT.
class Daemon final : public Poco::Util::ServerApplication {
 protected:
  void defineOptions(Poco::Util::OptionSet& options) override;
  void initialize(Poco::Util::Application& self) override;
  int main(const std::vector<std::string>& arguments) override;

 private:
  void take_option(const std::string& name, const std::string& value);
  std::string config_file_;
  std::vector<std::string> assignments_;
  bool help_{false};
};

}  // namespace herald::app
