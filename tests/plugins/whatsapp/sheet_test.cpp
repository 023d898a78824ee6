#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <regex>

#include "plugins/providers/whatsapp/error_table.hpp"
#include "tests/support/provider_sheet.hpp"

namespace herald::whatsapp {
namespace {

/// Whether a failure belongs to a class of the sheet; `config` where the row says so.
bool belongs(Failure failure, const std::string& sheet_class) {
  static const std::map<std::string, std::vector<Failure>> kClasses{
      {"RETRY", {Failure::RetryLater, Failure::RetryOnce, Failure::Down}},
      {"RATE", {Failure::RateLimited, Failure::SenderLimited, Failure::Crowded}},
      {"PERM", {Failure::Permanent, Failure::Config, Failure::Capped, Failure::RetryOnce}},
      {"AUTH", {Failure::Credentials, Failure::Config}},
      {"RCPT",
       {Failure::InvalidRecipient, Failure::Unsuited, Failure::Withheld, Failure::OptOut, Failure::Config}}};
  const auto found = kClasses.find(sheet_class);
  return found != kClasses.end() && std::ranges::find(found->second, failure) != found->second.end();
}

/// The numbers of a list such as `131008 / 131009` or `200–299`.
std::vector<int> codes_in(const std::string& list) {
  std::vector<int> out;
  const std::regex each("([0-9]+)(?:–([0-9]+))?");
  for (std::sregex_iterator at(list.begin(), list.end(), each), end; at != end; ++at) {
    const int last = std::stoi((*at)[2].matched ? (*at)[2] : (*at)[1]);
    for (int code = std::stoi((*at)[1]); code <= last; ++code) out.push_back(code);
  }
  return out;
}

/// What the text of the row 133000–133016 says of single codes.
std::string class_of(int code, const std::string& row_class) {
  if (code == 133004) return "RETRY";
  return code == 133016 ? "RATE" : row_class;
}

TEST(Sheet, AgreesWithTheTableOfErrors) {
  if (!std::filesystem::exists(test::provider_sheet("whatsapp"))) GTEST_SKIP() << "no protocol sheet";
  const std::string section = test::provider_sheet_part("whatsapp", "### Error table", "## 4.");
  const std::regex row(
      R"(\n\| ([0-9][0-9 ,/–]*) \| [^|\n]* \| [^|\n]* \| (RETRY|RATE|PERM|AUTH|RCPT)([^|\n]*))");
  int seen = 0;
  for (std::sregex_iterator at(section.begin(), section.end(), row), end; at != end; ++at) {
    const std::vector<int> codes = codes_in((*at)[1]);
    const std::string classes = (*at)[2].str() + (*at)[3].str();
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const bool second = i == 1 && classes.find(" / ") != std::string::npos;
      const std::string wanted = second ? classes.substr(classes.find(" / ") + 3, 4) : (*at)[2].str();
      EXPECT_TRUE(belongs(error_row(codes[i]).failure, class_of(codes[i], wanted)))
          << codes[i] << " " << wanted;
      ++seen;
    }
  }
  EXPECT_EQ(seen, 169);
}

}  // namespace
}  // namespace herald::whatsapp
