//! Contacts as a content.

use super::content::ContentOptions;
use super::define::model;

model! {
    /// Contacts, as of an address book. Source: REST documentation, message schema.
    pub struct ContactContent {
        /// The contacts.
        pub contacts: Option<Vec<ContactData>>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// One contact.
    pub struct ContactData {
        /// The name.
        pub name: NameData,
        /// The day of birth, as a text (provisional: no format is documented).
        pub birth_day: Option<String>,
        /// Where the contact works.
        pub organization: Option<OrganizationData>,
        /// Postal addresses.
        pub addresses: Option<Vec<AddressData>>,
        /// Telephone numbers.
        pub phones: Option<Vec<PhoneData>>,
        /// Web addresses.
        pub urls: Option<Vec<UrlData>>,
    }

    /// A contact's name.
    pub struct NameData {
        /// The whole name as it is shown. At least 1 character.
        pub formatted_name: String,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// Middle name.
        pub middle_name: Option<String>,
        /// What follows the name.
        pub suffix: Option<String>,
        /// What precedes the name.
        pub prefix: Option<String>,
    }

    /// Where a contact works.
    pub struct OrganizationData {
        /// The company.
        pub company: Option<String>,
        /// The department.
        pub department: Option<String>,
        /// The job title.
        pub title: Option<String>,
    }

    /// A postal address.
    pub struct AddressData {
        /// Street and number.
        pub street: Option<String>,
        /// City.
        pub city: Option<String>,
        /// State.
        pub state: Option<String>,
        /// Postal code.
        pub zip: Option<String>,
        /// Country.
        pub country: Option<String>,
        /// Country as a code.
        pub country_code: Option<String>,
        /// Kind of address, a free text.
        pub r#type: Option<String>,
    }

    /// A telephone number.
    pub struct PhoneData {
        /// The number.
        pub phone: Option<String>,
        /// Kind of number, a free text.
        pub r#type: Option<String>,
    }

    /// A web address.
    pub struct UrlData {
        /// The address.
        pub url: Option<String>,
        /// Kind of address, a free text.
        pub r#type: Option<String>,
    }
}
