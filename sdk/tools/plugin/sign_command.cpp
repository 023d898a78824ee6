// herald-plugin sign
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <regex>

#include "sdk/tools/plugin/command_line.hpp"
#include "sdk/tools/plugin/signing.hpp"

namespace herald::kit {
namespace {

/// A new file that only its owner may read; never over an old one, which may be the only copy of a key.
void write_private(const std::string& file, const std::string& text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) throw UsageError{file + ": expected a name that is free, found a file or no folder"};
  const bool wrote = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(descriptor);
  if (!wrote) throw UsageError{file + ": cannot write it"};
}

int make_key(const Words& words) {
  const std::string file = words.option("--key");
  if (file.empty()) throw UsageError{"sign --new-key: expected --key PRIVATE.pem, the file to make"};
  const std::string open = std::filesystem::path{file}.replace_extension(".pub.pem");
  const KeyPair pair = new_key_pair();
  write_private(file, pair.private_key);
  write_bytes(open, pair.public_key);
  std::cout << "private key: " << file << " (keep it)\npublic key: " << open << " (for the operator)\n";
  return 0;
}

}  // namespace

int sign_command(const std::vector<std::string>& given) {
  const Words words = read_words(given, {"--key", "--signer"}, {"--new-key"});
  if (words.flags.contains("--new-key")) return make_key(words);
  const std::string signer = words.option("--signer");
  if (words.plain.size() != 1) throw UsageError{"sign: expected one plugin file"};
  if (!std::regex_match(signer, std::regex{"[A-Za-z0-9._@-]{1,100}"}))
    throw UsageError{"--signer: expected 1 to 100 of A-Z a-z 0-9 . _ @ -, found \"" + signer + "\""};
  const std::string& file = words.plain.front();
  const std::string signature = ed25519(read_bytes(words.option("--key")), signed_text(read_bytes(file)));
  const std::string beside = file + ".sig";
  const std::string before = std::filesystem::exists(beside) ? read_bytes(beside) : "";
  write_bytes(beside, with_signature(before, signer, signature));
  std::cout << "signed: " << beside << "\n";
  return 0;
}

}  // namespace herald::kit
