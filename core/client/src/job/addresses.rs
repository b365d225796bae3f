/// Where a job goes: one address or several. Each is a number in international form (`+41…` or `0041…`), or a person or group
/// of the address book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Addresses(pub Vec<String>);

impl From<&str> for Addresses {
    fn from(address: &str) -> Self {
        Self(vec![address.to_owned()])
    }
}

impl From<String> for Addresses {
    fn from(address: String) -> Self {
        Self(vec![address])
    }
}

impl From<&String> for Addresses {
    fn from(address: &String) -> Self {
        Self(vec![address.clone()])
    }
}

impl<T: AsRef<str>> From<&[T]> for Addresses {
    fn from(addresses: &[T]) -> Self {
        Self(addresses.iter().map(|address| address.as_ref().to_owned()).collect())
    }
}

impl<T: Into<String>> From<Vec<T>> for Addresses {
    fn from(addresses: Vec<T>) -> Self {
        Self(addresses.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<String>, const N: usize> From<[T; N]> for Addresses {
    fn from(addresses: [T; N]) -> Self {
        Self(addresses.into_iter().map(Into::into).collect())
    }
}
