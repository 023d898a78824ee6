#include "plugins/providers/parts/mail_text.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/parts/mail_head.hpp"
#include "plugins/providers/parts/multipart.hpp"

namespace herald::provider {
namespace {

TEST(Text, HidesSecretsAndAddresses) {
  EXPECT_EQ(redacted("550 <ada@example.net>: key SG.x refused", {"SG.x"}),
            "550 <[address]>: key [secret] refused");
  EXPECT_EQ(redacted(std::string(299, 'x') + "\xC3\xA9", {}), std::string(299, 'x'));
  EXPECT_EQ(redacted("", {}), "");
}

TEST(Text, EncodesWordsOfAtMost75CharactersAtCharacters) {
  EXPECT_EQ(encoded_words("plain = text"), "plain = text");
  EXPECT_EQ(encoded_words("caf\xC3\xA9 1"), "=?UTF-8?Q?caf=C3=A9_1?=");
  std::string text;
  for (int i = 0; i < 40; ++i) text += "\xE2\x82\xAC";
  const std::string words = encoded_words(text);
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    EXPECT_LE(end - at, 75U);
    EXPECT_TRUE(words.substr(at, end - at).ends_with("=AC?="));
    at = end + 1;
  }
}

TEST(Address, IsAsciiWithADomainOfTwoLabels) {
  for (const char* good :
       {"a@b.co", "a.b+c@x-1.example.net", "!#$%&'*+-/=?^_`{|}~@a.example", "a@xn--bcher-kva.example"})
    EXPECT_TRUE(is_email(good)) << good;
  for (const char* bad :
       {"", "a", "a@", "@b.co", "a@b", "a b@c.de", ".a@b.co", "a.@b.co", "a..b@c.de", "a@-b.co", "a@b-.co",
        "a@b..co", "a@b.co.", "\xC3\xA4@b.co", "a@\xC3\xA4.co", "a@b@c.de", "\"a\"@b.co", "a@b.co\r\n"})
    EXPECT_FALSE(is_email(bad)) << bad;
  EXPECT_TRUE(is_email(std::string(64, 'a') + "@b.co"));
  EXPECT_FALSE(is_email(std::string(65, 'a') + "@b.co"));
}

TEST(Address, ReadsMailboxes) {
  EXPECT_EQ(read_mailbox("ada@example.net"), (Mailbox{"ada@example.net", ""}));
  EXPECT_EQ(read_mailbox(" Ada Lovelace <ada@example.net> "), (Mailbox{"ada@example.net", "Ada Lovelace"}));
  EXPECT_EQ(read_mailbox("\"Ada, L.\" <ada@example.net>"), (Mailbox{"ada@example.net", "Ada, L."}));
  EXPECT_EQ(read_mailbox("<ada@example.net>"), (Mailbox{"ada@example.net", ""}));
}

TEST(MailHead, FindsUnfoldedHeaders) {
  const std::string block =
      "Received: x\r\nReferences: <a@b>\r\n\t<c@d>\r\nmessage-id : <e@f>\nX: 1\r\n\r\nBody: no\r\n";
  EXPECT_EQ(mail_header(block, "References"), "<a@b> <c@d>");
  EXPECT_EQ(mail_header(block, "Message-ID"), "<e@f>");
  EXPECT_EQ(mail_header(block, "Body"), "");
  EXPECT_EQ(bare_id(" <e@f> (comment)"), "e@f");
}

const std::string kType = "multipart/form-data; boundary=\"xY\\z\"";

TEST(Multipart, ReadsPartsWhateverBytesTheyHold) {
  const std::string bytes{"\0\xff\r\n--xY\r\n--", 11};
  const std::string body = "--xYz\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n" + bytes +
                           "\r\n--xYz\r\ncontent-disposition: form-data; filename=\"a;b.txt\"; name=f\r\n"
                           "Content-Type: text/plain\r\n\r\n\r\n--xYz--\r\n";
  const auto parts = read_multipart(body, kType);
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ(part_text(*parts, "text"), bytes);
  EXPECT_EQ((*parts)[1].filename, "a;b.txt");
  EXPECT_EQ((*parts)[1].name, "f");
  EXPECT_EQ((*parts)[1].content_type, "text/plain");
  EXPECT_EQ((*parts)[1].body, "");
}

TEST(Multipart, RefusesABodyThatDoesNotEnd) {
  const std::string head = "--xYz\r\nContent-Disposition: form-data; name=a\r\n\r\n";
  EXPECT_FALSE(read_multipart(head + "text", kType).has_value());
  EXPECT_FALSE(read_multipart(head + "text\r\n--xYz", kType).has_value());
  EXPECT_FALSE(read_multipart("", kType).has_value());
  EXPECT_FALSE(read_multipart("x" + head + "\r\n--xYz--", kType).has_value());
  EXPECT_FALSE(read_multipart(head + "\r\n--xYz--", "multipart/form-data").has_value());
  EXPECT_TRUE(read_multipart("--xYz--", kType)->empty());
}

TEST(Multipart, IsToldByItsType) {
  EXPECT_TRUE(is_multipart("Multipart/Form-Data; boundary=a"));
  EXPECT_FALSE(is_multipart("application/json"));
}

}  // namespace
}  // namespace herald::provider
